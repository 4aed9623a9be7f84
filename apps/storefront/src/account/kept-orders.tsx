"use client";

import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import { useTRPC } from "../api/trpc.ts";
import { useKeptOrders } from "../order/read-tokens.ts";
import { OrderRow } from "./order-row.tsx";

/** Each row is a question to the API, so not too many of them. */
const shownMax = 10;

/** A guest's orders that were placed in this browser. */
export function KeptOrders() {
  const kept = useKeptOrders();
  if (kept.length === 0) return null;
  return (
    <section className="mt-12">
      <h2 className="text-xl font-semibold tracking-tight">Ordered in this browser</h2>
      <ul className="mt-4 divide-y divide-line border-y border-line">
        {kept.slice(0, shownMax).map(({ orderId }) => (
          <KeptOrder key={orderId} orderId={orderId} />
        ))}
      </ul>
    </section>
  );
}

function KeptOrder({ orderId }: { readonly orderId: string }) {
  const trpc = useTRPC();
  const { data, isError } = useQuery(trpc.order.get.queryOptions({ orderId }));
  if (data !== undefined) return <OrderRow order={data} />;
  if (isError) return null;
  return (
    <li className="py-5">
      <Skeleton className="h-12" />
    </li>
  );
}
