import { isoTime } from "../ports.ts";
import type { Take } from "../stock/shards.ts";
import { lifecycle, refusal, type MoveName } from "./lifecycle.ts";
import type { Order } from "./order.ts";
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
  readonly actor: string;
  /** The trace of whoever moves it; the order's own when there is none. */
  readonly traceId?: string;
  readonly reason?: string;
}

/** What a move may learn from the provider. */
export interface Particulars {
  readonly paymentId?: string | undefined;
  readonly declineCode?: string | undefined;
  readonly redirectUrl?: string | undefined;
}

/** How long after confirmation a capture may be outstanding before the sweeper makes it. */
const captureGraceMs = 2 * 60_000;
/** How soon the sweeper asks the provider about a payment of unknown fate, or one that waits for the cardholder. */
const unknownGraceMs = 30_000;

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
  const { dueAt: _, ...rest } = order;
  const { redirectUrl: __, ...payment } = order.payment;
  const dueAt = nextDue(name, context.now);
  const next: Order = {
    ...rest,
    version: order.version + 1,
    status: "to" in rule ? rule.to : order.status,
    payment: { ...payment, ...defined(particulars), state: rule.paymentTo },
    takes: rule.releases ? [] : order.takes,
    ...(name === "confirm" && { confirmedAt: at }),
    ...(context.reason !== undefined && { reason: context.reason }),
    ...(dueAt !== undefined && { dueAt: isoTime(dueAt) }),
  };
  const entry = entryOf(next, rule.entry, {
    at,
    actor: context.actor,
    traceId: context.traceId ?? order.traceId,
    reason: context.reason,
  });
  return { from: order.version, order: next, entry, releases: rule.releases ? order.takes : [] };
}

/** When to ask whether the provider holds money for an order that ended unpaid. Its search may lag by about a minute. */
const strayGraceMs = 2 * 60_000;

function nextDue(name: MoveName, now: number): number | undefined {
  switch (name) {
    case "loseSight":
    case "awaitAction":
      return now + unknownGraceMs;
    case "confirm":
      return now + captureGraceMs;
    case "expire":
    case "cancel":
      return now + strayGraceMs;
    default:
      return undefined;
  }
}

function defined(particulars: Particulars) {
  const { paymentId, declineCode, redirectUrl } = particulars;
  return {
    ...(paymentId !== undefined && { paymentId }),
    ...(declineCode !== undefined && { declineCode }),
    ...(redirectUrl !== undefined && { redirectUrl }),
  };
}
