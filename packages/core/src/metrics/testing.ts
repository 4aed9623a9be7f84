import { base32 } from "../ids.ts";
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

/** A well-formed order id for a number. Ids of consecutive numbers lie apart, as those of real orders do. */
export function orderIdFor(n: number): string {
  const spread = Math.imul(n, 0x9e3779b1) >>> 0; // 2^32 divided by the golden ratio
  const bytes = [24, 16, 8, 0].map((bits) => (spread >>> bits) & 255);
  return `ord_${base32(Uint8Array.from(bytes), 6)}${String(n).padStart(18, "0")}`;
}
