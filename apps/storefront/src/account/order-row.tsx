import Link from "next/link";
import { Badge } from "@doorbuster/web/components/badge";
import { Money } from "@doorbuster/web/components/money";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import { Time } from "@doorbuster/web/components/time";
import type { Order } from "../api/outputs.ts";
import { standingOf } from "../order/order-words.ts";

/** One order in a list: when, what, how it stands, how much. The row is one link. */
export function OrderRow({ order }: { readonly order: Order }) {
  const { badge, tone } = standingOf(order);
  const [first, ...others] = order.lines;
  return (
    <li className="relative grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 py-5">
      <Link
        href={`/orders/${order.orderId}`}
        className="font-medium after:absolute after:inset-0 hover:underline focus-visible:outline-none focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-focus"
      >
        {first?.name}
        {others.length > 0 && ` and ${others.length} more`}
      </Link>
      <Money value={order.totals.total} className="text-right font-medium" />
      <span className="text-sm text-ink-muted">
        <Time value={order.placedAt} />
      </span>
      <span className="text-right">
        <Badge tone={tone}>{badge}</Badge>
      </span>
    </li>
  );
}

export function OrderRowSkeletons() {
  return (
    <div role="status" aria-label="Loading your orders" className="mt-8 flex flex-col gap-4">
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
    </div>
  );
}
