import type { Order } from "../order/order.ts";

/** A pending order of one line, for tests. */
export function anOrder(changes: Partial<Order> = {}): Order {
  const gbp = (amount: number) => ({ amount, currency: "GBP" });
  return {
    id: "ord_0123456789abcdefghjkmnpq",
    version: 1,
    status: "pending",
    ownerKey: "guest:ada@example.com",
    fingerprint: "f".repeat(32),
    lines: [{ sku: "LAMP-1", name: "Lamp", quantity: 2, unitPrice: gbp(1_250) }],
    takes: [{ sku: "LAMP-1", shard: 0, quantity: 2 }],
    totals: { items: gbp(2_500), tax: gbp(500), shipping: gbp(395), total: gbp(3_395) },
    payment: { state: "open", attempt: 1 },
    refunds: [],
    contact: { email: "ada@example.com" },
    shippingAddress: { name: "Ada", line1: "1 High Street", city: "London", postalCode: "N1", country: "GB" },
    traceId: "1-00000000-000000000000000000000000",
    placedAt: "2026-01-01T00:00:00.000Z",
    expiresAt: "2026-01-01T00:10:00.000Z",
    dueAt: "2026-01-01T00:01:00.000Z",
    ...changes,
  };
}
