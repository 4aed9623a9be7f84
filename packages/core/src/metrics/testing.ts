import { isoTime } from "../ports.ts";
import { eventId } from "../order/timeline.ts";
import type { OrderEvent } from "./orderEvent.ts";

/** An order's confirmation, half a second after it was placed, for tests. The id follows from order and number. */
export function anEvent(changes: Partial<Omit<OrderEvent, "id">> = {}): OrderEvent {
  const orderId = changes.orderId ?? orderIdFor(0);
  const seq = changes.seq ?? 2;
  const at = changes.at ?? "2026-11-27T09:00:00.500Z";
  return {
    v: 1,
    orderId,
    seq,
    type: "order.confirmed",
    at,
    placedAt: isoTime(Date.parse(at) - 500),
    traceId: "1-00000000-000000000000000000000000",
    currency: "GBP",
    totalMinor: 1_250,
    units: 1,
    lines: [{ sku: "LAMP-1", quantity: 1, unitPriceMinor: 1_250 }],
    country: "GB",
    guest: true,
    ...changes,
    id: eventId(orderId, seq),
  };
}

/** A well-formed order id for a number. */
export function orderIdFor(n: number): string {
  return `ord_${String(n).padStart(24, "0")}`;
}
