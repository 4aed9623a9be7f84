import { Money } from "@doorbuster/web/components/money";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import { Time } from "@doorbuster/web/components/time";
import Link from "next/link";
import type { Answers } from "../shell/api.ts";
import { StatusBadge } from "./status-badge.tsx";
import { paymentWords } from "./words.ts";

export type OrderSummary = Answers["orders"]["search"]["orders"][number];

const headClass = "px-3 py-2 text-left font-medium whitespace-nowrap text-ink-muted first:pl-4 last:pr-4";
const cellClass = "px-3 py-2.5 first:pl-4 last:pr-4";

/** One row an order. On a phone each row becomes a small card of two lines: the rest is on the order's own page. */
export function OrdersTable({ orders }: { readonly orders: readonly OrderSummary[] }) {
  return (
    <>
      <table className="w-full max-md:hidden">
        <thead className="border-b border-line">
          <tr>
            <th className={headClass}>Order</th>
            <th className={headClass}>Placed</th>
            <th className={headClass}>Customer</th>
            <th className={headClass}>Status</th>
            <th className={headClass}>Payment</th>
            <th className={`${headClass} text-right`}>Units</th>
            <th className={`${headClass} text-right`}>Total</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {orders.map((order) => (
            <tr key={order.orderId} className="relative hover:bg-canvas">
              <td className={`${cellClass} identifier`}>
                <OrderLink orderId={order.orderId} />
              </td>
              <td className={`${cellClass} whitespace-nowrap`}>
                <Time value={order.placedAt} format="dateTime" />
              </td>
              <td className={`${cellClass} max-w-72 truncate`}>{order.email ?? "erased"}</td>
              <td className={cellClass}>
                <StatusBadge status={order.status} />
              </td>
              <td className={`${cellClass} whitespace-nowrap`}>{paymentWords[order.paymentState]}</td>
              <td className={`${cellClass} text-right tabular-nums`}>
                {order.units.toLocaleString("en-GB")}
              </td>
              <td className={`${cellClass} text-right`}>
                <Money value={order.total} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="divide-y divide-line md:hidden">
        {orders.map((order) => (
          <li key={order.orderId} className="relative grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 px-4 py-3">
            <span className="truncate identifier">
              <OrderLink orderId={order.orderId} />
            </span>
            <Money value={order.total} className="text-right font-medium" />
            <span className="truncate text-ink-muted">{order.email ?? "erased"}</span>
            <span className="text-right">
              <StatusBadge status={order.status} />
            </span>
            <span className="col-span-2 text-ink-muted">
              <Time value={order.placedAt} format="dateTime" />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The link covers its whole row, so that the row is the target and the id is its name. */
function OrderLink({ orderId }: { readonly orderId: string }) {
  return (
    <Link
      href={`/orders/${orderId}`}
      className="underline-offset-4 after:absolute after:inset-0 hover:underline"
    >
      {orderId}
    </Link>
  );
}

export function OrdersSkeleton() {
  return (
    <div className="divide-y divide-line">
      <output className="sr-only">Loading orders…</output>
      {Array.from({ length: 8 }, (_, row) => (
        <div key={row} className="flex gap-6 px-4 py-3.5">
          <Skeleton className="h-4 w-52" />
          <Skeleton className="h-4 w-32 max-md:hidden" />
          <Skeleton className="h-4 flex-1 max-md:hidden" />
          <Skeleton className="ml-auto h-4 w-16" />
        </div>
      ))}
    </div>
  );
}
