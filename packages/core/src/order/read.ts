import { ownerKeyOf, type Caller } from "../access/caller.ts";
import type { ReadTokens } from "../access/readToken.ts";
import { AppError } from "../errors.ts";
import { publicDeclineCode } from "./answer.ts";
import { isGuests, type Order } from "./order.ts";
import type { OrderStore } from "./store.ts";
import type { TimelineEntry } from "./timeline.ts";

/**
 * One order for the person it belongs to: by the signed-in owner, or by its read token. Anyone else gets `NOT_FOUND`,
 * the same as for an order that does not exist, so that ids can't be probed. Once it is erased it belongs to nobody.
 */
export async function readOwnOrder(
  deps: { readonly orders: OrderStore; readonly tokens: ReadTokens },
  caller: Caller,
  orderId: string,
  readToken?: string,
): Promise<Order> {
  const order = await deps.orders.get(orderId);
  const byToken = readToken !== undefined && (await deps.tokens.verify(orderId, readToken));
  if (!order || order.erasedAt !== undefined || !(byToken || owns(caller, order))) {
    throw new AppError("NOT_FOUND", "There is no such order, or you may not see it.", {
      details: { orderId },
    });
  }
  return order;
}

export function owns(caller: Caller, order: Order): boolean {
  return caller.kind === "user" && order.ownerKey === ownerKeyOf(caller, "");
}

/**
 * Whether the caller may change an order that they may read. Mails of signed-in customers carry a read token too, and a
 * mail may be passed on: for their orders a token only reads.
 */
export function mayChange(caller: Caller, order: Order): boolean {
  return isGuests(order) || owns(caller, order);
}

/** What a customer is shown of an order: no shards, no fingerprint, no provider's id. */
export function customerView(order: Order, timeline: readonly TimelineEntry[]) {
  return {
    orderId: order.id,
    status: order.status,
    paymentState: order.payment.state,
    declineCode: order.payment.declineCode && publicDeclineCode(order.payment.declineCode),
    redirectUrl: order.payment.redirectUrl,
    lines: order.lines,
    totals: order.totals,
    contact: order.contact,
    shippingAddress: order.shippingAddress,
    placedAt: order.placedAt,
    expiresAt: order.status === "pending" ? order.expiresAt : undefined,
    confirmedAt: order.confirmedAt,
    shipment: order.shipment,
    refunds: order.refunds.map(({ amount, state }) => ({ amount, state })),
    /** Whether the customer may still call it off. */
    cancellable: order.status === "pending" || order.status === "confirmed",
    version: order.version,
    // Reasons stay inside: staff write them for each other.
    timeline: timeline.map(({ id, seq, type, at, refund }) => ({
      id,
      seq,
      type,
      at,
      refund: refund && { amount: refund.amount },
    })),
  };
}

export type CustomerOrder = ReturnType<typeof customerView>;
