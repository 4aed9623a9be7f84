import type { Assumed } from "./assumptions.ts";
import type { OrderWork } from "./order.ts";
import type { CostSettings } from "./settings.ts";
import { webhooksPerOrder } from "./subscriptions.ts";

/** How much is sold. */
export interface Load {
  readonly ordersPerMonth: number;
  /** Orders in the busiest second: what provisioned capacity must hold. */
  readonly peakPerSecond: number;
}

/** Everything that usage is worked out from. */
export interface Scene {
  readonly load: Load;
  readonly settings: CostSettings;
  readonly assumed: Assumed;
  readonly work: OrderWork;
}

export const hoursPerMonth = 730;
export const secondsPerMonth = hoursPerMonth * 3600;

/**
 * The busiest second of a month of drops: six in a hundred of its orders come within ten even minutes. That makes
 * 100 million orders a month ten thousand a second.
 */
export function usualPeak(ordersPerMonth: number): number {
  return ordersPerMonth === 0 ? 0 : Math.max(1, Math.round((ordersPerMonth * 0.06) / 600));
}

/** Requests of a month, at the edge and behind it. */
export interface Traffic {
  readonly visits: number;
  readonly pages: number;
  readonly polls: number;
  /** Polls that CloudFront does not answer. */
  readonly pollsBehindEdge: number;
  readonly calls: number;
  readonly dynamicPages: number;
  readonly staffCalls: number;
  readonly staffHours: number;
  /** Requests that reach API Gateway. */
  readonly apiRequests: number;
  /** Timeline entries, each an event of its own. */
  readonly events: number;
}

export function trafficOf({ load, settings, assumed, work }: Scene): Traffic {
  const orders = load.ordersPerMonth;
  const visits = orders * assumed.visitsPerOrder;
  const polls = visits * assumed.pollsPerVisit;
  const pollsBehindEdge = settings.edgeCache ? missesOf(polls, assumed.edgeCopies) : polls;
  const calls = orders * assumed.callsPerOrder;
  const staffHours = orders === 0 ? 0 : assumed.staffScreenHours;
  const staffCalls = staffHours * assumed.staffCallsPerHour;
  return {
    visits,
    pages: visits * assumed.pagesPerVisit,
    polls,
    pollsBehindEdge,
    calls,
    dynamicPages: orders * assumed.dynamicPagesPerOrder,
    staffCalls,
    staffHours,
    apiRequests: pollsBehindEdge + calls + orders * (1 + webhooksPerOrder) + staffCalls,
    events: orders * work.entries.length,
  };
}

/**
 * How many of a month's polls find no copy that is younger than a second. Of requests that come by chance, λ a second, a
 * cache that keeps for a second passes λ ÷ (1 + λ) on. Spread evenly over the month, which is the dearest way to come.
 */
function missesOf(polls: number, copies: number): number {
  const perSecond = polls / (copies * secondsPerMonth);
  return polls / (1 + perSecond);
}

/** Shards that the stream needs for the peak: one takes 1,000 records a second (Kinesis quotas). */
export function shardsFor({ load, work }: Pick<Scene, "load" | "work">): number {
  return Math.max(1, Math.ceil((load.peakPerSecond * work.entries.length) / 1_000));
}
