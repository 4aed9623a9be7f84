import type { Order } from "../order/order.ts";
import { isAtRest } from "../order/standing.ts";
import type { OrderStore } from "../order/store.ts";
import type { LedgerPayment, PaymentLedger } from "../payment/ledger.ts";
import { isoTime, type Clock } from "../ports.ts";
import type { Case } from "./books.ts";
import { bothSides, moneyFault, moneyFaults } from "./money.ts";
import { unitsFault } from "./stocktake.ts";

export interface CaseDeps {
  readonly orders: Pick<OrderStore, "get">;
  readonly ledger: PaymentLedger;
  readonly clock: Clock;
}

/** An order, or payments of none, with what is known of its payments. */
export interface Subject {
  readonly order: Order | undefined;
  readonly payments: readonly LedgerPayment[];
  /** It is met by the time at which it was placed, which happens once: then it is counted. */
  readonly isPlaced: boolean;
}

/** What is wrong with an order and its payments, if anything. */
function faultOf({ order, payments }: Omit<Subject, "isPlaced">): string | undefined {
  const fault = moneyFault(order, payments);
  if (fault) return `${moneyFaults[fault]} (${bothSides(order, payments)})`;
  return order && unitsFault(order);
}

/**
 * Judges an order by what was read of it and of its payments, not necessarily at one moment. Whatever looks wrong is
 * looked at again, more closely, before it is called so.
 *
 * @returns nothing when all agrees
 */
export async function judge(deps: CaseDeps, subject: Subject): Promise<Case | undefined> {
  const { order, payments, isPlaced } = subject;
  const paymentIds = payments.map(({ id }) => id);
  const named = order?.payment.paymentId;
  if (named !== undefined && !paymentIds.includes(named)) paymentIds.push(named);
  const known: Case = {
    orderId: order?.id ?? payments[0]?.orderId ?? null,
    paymentIds,
    undecided: isPlaced && order?.status === "pending",
    since: isoTime(deps.clock.now()),
  };
  if (order && !isAtRest(order)) return known;
  const missing = paymentIds.length > payments.length ? await ledgerOf(deps, [named ?? ""]) : [];
  const fault = faultOf({ order, payments: [...payments, ...missing] });
  return fault === undefined ? undefined : (await look(deps, known)).case;
}

/** How a second look ended. */
export interface Look {
  /** As it stands now; absent when all agrees. */
  readonly case?: Case;
  /** The order as it was read. */
  readonly order: Order | undefined;
}

/**
 * Looks at an order and its payments so that nothing can have moved meanwhile: both are wrong together, or one of them
 * has just been changed and is looked at another time.
 *
 *   this                              the shop
 *   order, version 3, at rest
 *                                     refund requested: version 4
 *                                     provider: refunded
 *   payment: refunded
 *   order again: version 4 → not judged
 */
export async function look(deps: CaseDeps, known: Case): Promise<Look> {
  const { orderId } = known;
  const get = async () => (orderId === null ? undefined : await deps.orders.get(orderId));
  const before = await get();
  const undecided = known.undecided && before?.status === "pending";
  const open = { ...restarted(known, deps.clock), undecided };
  if (before && !isAtRest(before)) return { case: open, order: before };
  const named = before?.payment.paymentId;
  const paymentIds = [...new Set([...known.paymentIds, ...(named === undefined ? [] : [named])])];
  const payments = await ledgerOf(deps, paymentIds);
  const order = await get();
  if (order?.version !== before?.version || (order && !isAtRest(order))) return { case: open, order };
  const what = faultOf({ order, payments });
  if (what === undefined) return { order };
  const since = what === known.what ? known.since : isoTime(deps.clock.now());
  return { case: { orderId, paymentIds, undecided, since, what }, order };
}

/** The same, without what did not agree: it has moved since. */
function restarted({ what, since, ...rest }: Case, clock: Clock): Case {
  return { ...rest, since: what === undefined ? since : isoTime(clock.now()) };
}

async function ledgerOf({ ledger }: CaseDeps, ids: readonly string[]): Promise<LedgerPayment[]> {
  const payments: LedgerPayment[] = [];
  for (const id of ids) payments.push(...[(await ledger.get(id)) ?? []].flat());
  return payments;
}
