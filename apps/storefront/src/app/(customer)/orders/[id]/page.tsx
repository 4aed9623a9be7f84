import type { Metadata } from "next";
import { OrderPage } from "../../../../order/order-page.tsx";

export const metadata: Metadata = { title: "Your order", robots: { index: false } };

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: Props) {
  return <OrderPage orderId={decodeURIComponent((await params).id)} />;
}
