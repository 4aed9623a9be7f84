import type { Order } from "@doorbuster/core/order/order";
import { wasConfirmed } from "@doorbuster/core/order/standing";
import type { Book, CheckoutCall } from "../actors/book.ts";
import { scopeOf } from "../actors/people.ts";
import type { Simulation } from "../simulation.ts";
import type { Ledger } from "./orders.ts";

/**
 * Whoever was told that an order was given up, and to try again under a new key, may do so without paying twice: the order
 * ends cancelled and was never confirmed, and its key says nothing else from then on. That it keeps no money at the
 * provider either is what `checkMoney` demands of every order that ended.
 */
export function checkRefusals(simulation: Simulation, { calls }: Book, { orders }: Ledger): void {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const byKey = Map.groupBy(calls, ({ person, checkout }) => `${scopeOf(person)} ${checkout.idempotencyKey}`);
  for (const call of calls) {
    const told = givenUpIn(call);
    if (!told) continue;
    const later = (byKey.get(`${scopeOf(call.person)} ${call.checkout.idempotencyKey}`) ?? []).filter(
      ({ startedAt }) => startedAt >= call.endedAt,
    );
    const complaint = complaintOfOrder(byId.get(told.orderId)) ?? complaintOfKey(told, later);
    if (complaint !== undefined)
      simulation.violate("given up for good", `${told.orderId} was refused with ${told.code}: ${complaint}`);
  }
}

interface GivenUp {
  readonly code: string;
  readonly orderId: string;
}

/** The order that a refusal says was made and given up. */
function givenUpIn({ reply }: CheckoutCall): GivenUp | undefined {
  if (reply.kind !== "refused") return undefined;
  const { orderId, newIdempotencyKey } = reply.details;
  return typeof orderId === "string" && newIdempotencyKey === true
    ? { code: reply.code, orderId }
    : undefined;
}

function complaintOfOrder(order: Order | undefined): string | undefined {
  if (!order) return "it does not exist";
  if (wasConfirmed(order)) return `it was confirmed, and is ${order.status}`;
  if (order.status !== "cancelled" || order.payment.state !== "voided")
    return `it is ${order.status} and ${order.payment.state}`;
  return undefined;
}

/** The same refusal each time; of another request under that key, that it is another. */
function complaintOfKey(told: GivenUp, later: readonly CheckoutCall[]): string | undefined {
  const other = later.find((call) => {
    const { reply } = call;
    if (reply.kind === "unheard") return false;
    if (reply.kind === "refused" && reply.code === "IDEMPOTENCY_MISMATCH") return false;
    const again = givenUpIn(call);
    return again?.code !== told.code || again.orderId !== told.orderId;
  });
  if (!other) return undefined;
  const { reply } = other;
  return `its key says later: ${reply.kind === "refused" ? reply.code : reply.kind}`;
}
