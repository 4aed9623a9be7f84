"use client";

import { ArrowLeftIcon } from "@doorbuster/web/components/icons";
import { EmptyState } from "@doorbuster/web/components/empty-state";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import { Time } from "@doorbuster/web/components/time";
import { appCodeOf } from "@doorbuster/web/trpc/errors";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../shell/api.ts";
import { PageHeading } from "../shell/page-heading.tsx";
import { QueryFailed } from "../shell/query-failed.tsx";
import { OrderActions } from "./actions/order-actions.tsx";
import { CustomerPanel, LinesPanel, PaymentPanel, type OrderDetail } from "./order-panels.tsx";
import { StatusBadge } from "./status-badge.tsx";
import { Timeline } from "./timeline.tsx";

/** How often an order that is still open is read again. */
const openRefreshMs = 3_000;
const settledRefreshMs = 30_000;

export function OrderPage({ orderId }: { readonly orderId: string }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.ops.orders.get.queryOptions(
      { orderId },
      {
        refetchInterval: ({ state }) => (isMoving(state.data) ? openRefreshMs : settledRefreshMs),
      },
    ),
  );
  return (
    <>
      <Link
        href="/orders"
        className="mb-3 inline-flex min-h-8 items-center gap-1.5 text-ink-muted hover:text-ink"
      >
        <ArrowLeftIcon className="size-4" /> Orders
      </Link>
      {!query.data && <h1 className="sr-only">Order</h1>}
      {query.data ? (
        <Order order={query.data} isStale={query.isError} />
      ) : query.isPending ? (
        <OrderSkeleton />
      ) : isUnknownOrder(query.error) ? (
        <EmptyState title="No such order">
          There is no order <span className="identifier break-all">{orderId}</span>.
        </EmptyState>
      ) : (
        <QueryFailed
          what="The order"
          error={query.error}
          onRetry={() => void query.refetch()}
          busy={query.isFetching}
        />
      )}
    </>
  );
}

/** Something about it is about to change by itself. */
function isMoving(order: OrderDetail | undefined): boolean {
  if (!order) return false;
  const refunding = order.refunds.some(({ state }) => state === "requested");
  return order.status === "pending" || order.payment.state === "authorized" || refunding;
}

function isUnknownOrder(error: unknown): boolean {
  const code = appCodeOf(error);
  return code === "NOT_FOUND" || code === "INVALID_INPUT"; // an id that cannot be one is refused as input
}

function Order({ order, isStale }: { readonly order: OrderDetail; readonly isStale: boolean }) {
  return (
    <>
      <PageHeading title={<span className="identifier break-all">{order.id}</span>}>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusBadge status={order.status} />
          <span>
            placed <Time value={order.placedAt} format="dateTime" />
          </span>
        </span>
      </PageHeading>
      <div className="mb-4 empty:hidden">
        <OrderActions order={order} />
      </div>
      {isStale && (
        <output className="mb-4 block rounded-md bg-warn-soft px-4 py-2 text-warn">
          The shop does not answer. This is how the order stood when it last did.
        </output>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid gap-4">
          <LinesPanel order={order} />
          <Timeline entries={order.timeline} />
        </div>
        <div className="grid gap-4">
          <PaymentPanel order={order} />
          <CustomerPanel order={order} />
        </div>
      </div>
    </>
  );
}

function OrderSkeleton() {
  return (
    <div>
      <output className="sr-only">Loading the order…</output>
      <Skeleton className="mb-5 h-7 w-80 max-w-full" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Skeleton className="h-64" />
        <Skeleton className="h-64" />
      </div>
    </div>
  );
}
