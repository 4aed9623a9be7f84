"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Button } from "@doorbuster/web/components/button";
import { buttonClass } from "@doorbuster/web/components/button-class";
import { EmptyState } from "@doorbuster/web/components/empty-state";
import { Notice } from "@doorbuster/web/components/notice";
import { useTRPC } from "../api/trpc.ts";
import { OrderRow, OrderRowSkeletons } from "./order-row.tsx";

/** A signed-in customer's orders, newest first, a page at a time. */
export function CustomerOrders() {
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.order.list.infiniteQueryOptions({ limit: 20 }, { getNextPageParam: ({ cursor }) => cursor }),
  );
  if (list.isPending) return <OrderRowSkeletons />;
  if (list.data === undefined) {
    return (
      <Notice
        tone="bad"
        title="We can’t fetch your orders"
        className="mt-8"
        action={<Button onClick={() => void list.refetch()}>Try again</Button>}
      >
        The shop does not answer just now. Your orders are safe.
      </Notice>
    );
  }
  const orders = list.data.pages.flatMap((page) => page.orders);
  if (orders.length === 0) {
    return (
      <EmptyState
        title="Nothing ordered yet"
        action={
          <Link href="/" className={buttonClass("primary")}>
            See the drop
          </Link>
        }
      >
        What you buy while signed in is listed here.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="mt-8 divide-y divide-line border-y border-line">
        {orders.map((order) => (
          <OrderRow key={order.orderId} order={order} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button className="mt-6" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show older orders
        </Button>
      )}
    </>
  );
}
