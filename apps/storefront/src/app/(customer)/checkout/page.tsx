import type { Metadata } from "next";
import { connection } from "next/server";
import { readCardFieldsSetting } from "../../../checkout/card/setting.ts";
import { CheckoutPage } from "../../../checkout/checkout-page.tsx";

export const metadata: Metadata = { title: "Checkout", robots: { index: false } };

/** Rendered per request, because whose card fields it shows is a setting of the running shop, not of the build. */
export default async function Page() {
  await connection();
  return <CheckoutPage cardFields={readCardFieldsSetting()} />;
}
