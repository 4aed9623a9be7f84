import type { Metadata } from "next";
import { connection } from "next/server";
import { CheckoutPage } from "../../../checkout/checkout-page.tsx";

export const metadata: Metadata = { title: "Checkout", robots: { index: false } };

/** Rendered per request, because the payment provider's address is a setting of the running shop, not of the build. */
export default async function Page() {
  await connection();
  return <CheckoutPage fieldsUrl={process.env["DOORBUSTER_FIELDS_URL"] ?? ""} />;
}
