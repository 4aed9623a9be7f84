import { isoTime } from "../ports.ts";
import type { Take } from "../stock/shards.ts";
import { heldUntil, moneyStep } from "./moneyStep.ts";
import { lifecycle, refusal, type MoveName } from "./lifecycle.ts";
import { isGuests, type Order, type Refund, type Shipment } from "./order.ts";
import type { OrderPolicy } from "./policy.ts";
import { withRefund } from "./refund.ts";
import { entryOf, type TimelineEntry } from "./timeline.ts";

/** A change ready to be committed: in one transaction, or not at all. */
export interface Transition {
  /** The version it was computed from; the commit is refused when the row has moved on. */
  readonly from: number;
  readonly order: Order;
  readonly entry: TimelineEntry;
  /** Units that go back to their shards. */
  readonly releases: readonly Take[];
}

export interface MoveContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly policy: OrderPolicy;
  readonly actor: string;
  /** The trace of whoever moves it; the order's own when there is none. */
  readonly traceId?: string;
  readonly reason?: string;
}

/** What a move brings along, from the provider or from whoever asked for it. */
export interface Particulars {
  readonly paymentId?: string | undefined;
  readonly declineCode?: string | undefined;
  readonly redirectUrl?: string | undefined;
  /** The refund that the move is about, as it stands afterwards. */
  readonly refund?: Refund | undefined;
  readonly shipment?: Shipment | undefined;
}

/**
 * Applies one move of the lifecycle. Pure: it neither reads nor writes.
 *
 * @throws Error when the table does not allow the move: callers check with `refusal` where a person asked for it.
 */
export function move(
  order: Order,
  name: MoveName,
  context: MoveContext,
  particulars: Particulars = {},
): Transition {
  const refused = refusal(order, name);
  if (refused) throw new Error(refused);
  const rule = lifecycle[name];
  const at = isoTime(context.now);
  const { dueAt: wasDue, ...rest } = order;
  const { refund, shipment } = particulars;
  const moved: Order = {
    ...rest,
    version: order.version + 1,
    // Not when its data were handed out: it stands as long as before.
    ...(name !== "disclose" && { movedAt: at }),
    status: "to" in rule ? rule.to : order.status,
    payment: paymentAfter(order, name, particulars),
    takes: rule.releases ? [] : order.takes,
    refunds: refund ? refundsAfter(order, refund) : order.refunds,
    ...(shipment && { shipment }),
    ...(name === "confirm" && { confirmedAt: at }),
    ...(rule.releases && { releasedAt: at }),
    ...(name === "extend" && {
      extendedAt: at,
      expiresAt: isoTime(context.now + context.policy.extensionMs),
    }),
    ...(context.reason !== undefined && "to" in rule && { reason: context.reason }),
    ...(name === "erase" && withoutPerson(order, at)),
  };
  const due = name === "disclose" ? msOf(wasDue) : dueAfter(moved, name, context);
  const next: Order = { ...moved, ...(due !== undefined && { dueAt: isoTime(due) }) };
  const entry = entryOf(next, rule.entry, {
    at,
    actor: context.actor,
    traceId: context.traceId ?? order.traceId,
    reason: context.reason,
    refund,
  });
  return { from: order.version, order: next, entry, releases: rule.releases ? order.takes : [] };
}

const msOf = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time));

/** What an order is left with of its person: the country, which the books need, and whether there was an account. */
function withoutPerson(order: Order, erasedAt: string): Partial<Order> {
  return {
    erasedAt,
    contact: {},
    shippingAddress: { country: order.shippingAddress.country },
    ownerKey: `erased:${isGuests(order) ? "guest" : "user"}#${order.id}`,
    // Of the whole request, address and all: whoever has a guess could try it.
    fingerprint: "",
  };
}

function paymentAfter(order: Order, name: MoveName, particulars: Particulars): Order["payment"] {
  const rule = lifecycle[name];
  const { redirectUrl: before, ...payment } = order.payment;
  const { paymentId, declineCode, redirectUrl } = particulars;
  return {
    ...payment,
    // The way to the bank stays open for as long as the cardholder is waited for.
    ...(name === "extend" && before !== undefined && { redirectUrl: before }),
    ...(paymentId !== undefined && { paymentId }),
    ...(declineCode !== undefined && { declineCode }),
    ...(redirectUrl !== undefined && { redirectUrl }),
    state: "paymentTo" in rule ? rule.paymentTo : payment.state,
  };
}

function refundsAfter({ refunds }: Order, refund: Refund): Refund[] {
  const known = refunds.some(({ id }) => id === refund.id);
  return known ? withRefund(refunds, refund.id, refund.state) : [...refunds, refund];
}

/** How soon the sweeper asks the provider about a payment of unknown fate, or one that waits for the cardholder. */
const unknownGraceMs = 30_000;
/** How long money may be on its way, in either direction, before the sweeper takes it up. */
const moneyGraceMs = 2 * 60_000;
/** When to ask whether the provider holds money for an order that ended unpaid. Its search may lag by about a minute. */
const strayGraceMs = 2 * 60_000;

/** When the sweeper must look at an order that has just moved; never, when nothing of it is open. */
function dueAfter(order: Order, name: MoveName, { now, policy }: MoveContext): number | undefined {
  if (name === "erase") return undefined; // nothing was open, or it would have been refused
  if (order.status === "pending") return now + unknownGraceMs;
  if (order.status === "expired" || name === "abandon") return now + strayGraceMs;
  if (moneyStep(order, policy, now)) return now + moneyGraceMs;
  return order.payment.state === "authorized" ? heldUntil(order) : undefined;
}
