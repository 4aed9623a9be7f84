"use client";

import { useLayoutEffect } from "react";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import { OrderUnavailable } from "./order-unavailable.tsx";
import { OrderView } from "./order-view.tsx";
import { takeSecretsFromAddress } from "./read-tokens.ts";
import { useOrder } from "./use-order.ts";

export function OrderPage({ orderId }: { readonly orderId: string }) {
  // Layout effects run before any query is sent: by then the token is in its place.
  useLayoutEffect(() => takeSecretsFromAddress(orderId), [orderId]);
  return (
    <div className="mx-auto max-w-6xl px-4 pt-8 pb-16 sm:px-8 sm:pt-12">
      <Order orderId={orderId} />
    </div>
  );
}

function Order({ orderId }: { readonly orderId: string }) {
  const { order, isLive } = useOrder(orderId);
  if (order.data !== undefined) {
    return <OrderView order={order.data} isLive={isLive} isStale={order.isError} />;
  }
  if (order.error !== null)
    return <OrderUnavailable error={order.error} onRetry={() => void order.refetch()} />;
  return <OrderSkeleton />;
}

function OrderSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading your order"
      className="grid gap-12 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]"
    >
      <div className="flex flex-col gap-6">
        <Skeleton className="h-14 w-3/4" />
        <Skeleton className="h-6 w-full" />
        <Skeleton className="h-24" />
        <Skeleton className="h-64" />
      </div>
      <Skeleton className="h-96" />
    </div>
  );
}
