import type { Metadata } from "next";
import { Suspense } from "react";
import { OrdersPage } from "../../orders/orders-page.tsx";

export const metadata: Metadata = { title: "Orders" };

export default function Page() {
  return (
    <Suspense>
      <OrdersPage />
    </Suspense>
  );
}
