/** A refund's own data; `objects.ts` shows it in Stripe's shape. */
export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly chargeId: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Unix seconds. */
  readonly created: number;
  /** What it comes to, where that is not decided at once. */
  readonly later?: {
    readonly becomes: RefundOutcome;
    /** Unix milliseconds. */
    readonly atMs: number;
  };
}

export type RefundOutcome = "succeeded" | "failed";
export type RefundStatus = RefundOutcome | "pending";

/** At Stripe it is days. Here it is long enough to be seen on its way, and short enough to be waited for. */
export const refundTakesMs = 10_000;

/**
 * How a refund stands, by the clock alone: nothing has to happen for it to change, so nothing is lost with the process.
 * One that will succeed is pending until then; one that will fail looks as if it had succeeded ("Refunds", Stripe's
 * documentation of testing). No event tells of the change.
 *
 * @param now Unix milliseconds
 */
export function refundStatus({ later }: Refund, now: number): RefundStatus {
  if (!later) return "succeeded";
  if (now >= later.atMs) return later.becomes;
  return later.becomes === "succeeded" ? "pending" : "succeeded";
}

/** What refunds give back or are about to, in minor units: all but those that have failed. @param now Unix milliseconds */
export function givenBack(refunds: readonly Refund[], now: number): number {
  const standing = refunds.filter((refund) => refundStatus(refund, now) !== "failed");
  return standing.reduce((sum, { amount }) => sum + amount, 0);
}

/** The same for sums in SQL: the refunds that have not failed by the Unix milliseconds that are bound to it. */
export const hasNotFailed = `(record ->> '$.later.becomes' is not 'failed' or record ->> '$.later.atMs' > ?)`;
