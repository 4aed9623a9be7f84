import type { Order } from "@doorbuster/core/order/order";
import type { LedgerPayment } from "@doorbuster/core/payment/ledger";
import type { Facts } from "./facts.ts";

const at = "2026-11-27T09:00:00.000Z";

/** An order as the table holds it, of `units` of one SKU at one pound. */
export function orderOf(id: string, status: Order["status"], change: Partial<Order> = {}): Order {
  const units = 2;
  const amount = units * 100;
  const money = (value: number) => ({ amount: value, currency: "GBP" });
  return {
    id: `ord_${id}`,
    version: 2,
    status,
    ownerKey: `guest:${id}@example.com`,
    fingerprint: "f",
    lines: [{ sku: "mug", name: "Mug", quantity: units, unitPrice: money(100) }],
    takes: [],
    totals: { items: money(amount), tax: money(0), shipping: money(0), total: money(amount) },
    payment: { state: "failed", attempt: 1 },
    refunds: [],
    contact: { email: `${id}@example.com` },
    shippingAddress: { name: "A", line1: "B", city: "C", postalCode: "D", country: "GB" },
    traceId: "t",
    placedAt: at,
    expiresAt: at,
    ...change,
  };
}

const paid = (id: string, state: Order["payment"]["state"]): Partial<Order> => ({
  confirmedAt: at,
  payment: { state, attempt: 1, paymentId: `pi_${id}` },
});

const paymentOf = (id: string, change: Partial<LedgerPayment> = {}): LedgerPayment => ({
  id: `pi_${id}`,
  orderId: `ord_${id}`,
  currency: "GBP",
  held: 0,
  taken: 0,
  refunded: 0,
  ...change,
});

/** A quiet shop in which everything agrees: every way in which an order can have ended, four of them confirmed. */
export function agreeingFacts(): Facts {
  return {
    orders: [
      orderOf("captured", "confirmed", paid("captured", "captured")),
      orderOf("held", "confirmed", paid("held", "authorized")),
      orderOf("shipped", "shipped", paid("shipped", "captured")),
      orderOf("refunded", "cancelled", {
        ...paid("refunded", "refunded"),
        refunds: [
          { id: "whole", amount: { amount: 200, currency: "GBP" }, reason: "cancelled", state: "done" },
        ],
      }),
      orderOf("declined", "declined"),
      orderOf("expired", "expired", { payment: { state: "voided", attempt: 1, paymentId: "pi_expired" } }),
    ],
    payments: [
      paymentOf("captured", { taken: 200 }),
      paymentOf("held", { held: 200 }),
      paymentOf("shipped", { taken: 200 }),
      paymentOf("refunded", { taken: 200, refunded: 200 }),
      paymentOf("declined"),
      paymentOf("expired"),
    ],
    live: { confirmed: 4, revenueMinor: 800, refundedMinor: 200 },
    lake: {
      confirmed: 4,
      revenueMinor: 800,
      refundedMinor: 200,
      duplicates: 0,
      confirmedOrderIds: ["ord_captured", "ord_held", "ord_shipped", "ord_refunded"],
    },
    mails: ["captured", "held", "shipped", "refunded"].map((id) => ({
      orderId: `ord_${id}`,
      to: `${id}@example.com`,
    })),
    stock: [
      { sku: "mug", stocked: 10, available: 4, leastShard: 1 },
      { sku: "unsold", stocked: 5, available: 5, leastShard: 5 },
    ],
    deadLetters: {},
  };
}
