/**
 * What becomes of a batch from a stream, as a pure function of what its invocations answer. A batch is a queue of
 * portions in stream order; only the first is ever delivered, so order holds whatever is split:
 *
 *     [a b c d e f g h]      fails: split, which is not a retry
 *     [a b c d] [e f g h]    the first succeeds: the position moves past d
 *     [e f g h]              reports g: the position moves past f
 *     [g h]                  fails: split
 *     [g] [h]                g fails on its own: retried, and put aside when its retries are used up
 */
export interface RetryRules {
  readonly bisectBatchOnFunctionError: boolean;
  /** Beyond the first attempt; −1 for ever. */
  readonly maximumRetryAttempts: number;
  /** −1 for ever. */
  readonly maximumRecordAgeSeconds: number;
}

/** The failed invocation that a portion looks back on. */
export interface Failure {
  readonly requestId: string;
  readonly errorType: string;
}

export interface Portion<R> {
  readonly records: readonly R[];
  /** How often exactly these records have failed together. */
  readonly failures: number;
  /** How often they were in an invocation, the ones before a split included. */
  readonly invocations: number;
  readonly lastFailure: Failure | undefined;
}

export type Batch<R> = readonly Portion<R>[];

export type Outcome =
  | { readonly kind: "success" }
  /** The record at this index, and what comes after it, is to be delivered again. */
  | { readonly kind: "partial"; readonly firstFailed: number; readonly failure: Failure }
  | { readonly kind: "failed"; readonly failure: Failure };

export type Step<R> =
  | { readonly kind: "deliver"; readonly portion: Portion<R> }
  | {
      readonly kind: "discard";
      readonly portion: Portion<R>;
      readonly condition: DiscardCondition;
      readonly rest: Batch<R>;
    }
  | { readonly kind: "done" };

export type DiscardCondition = "RetryAttemptsExhausted" | "RecordAgeExceeded";

export function newBatch<R>(records: readonly R[]): Batch<R> {
  return [{ records, failures: 0, invocations: 0, lastFailure: undefined }];
}

/** What to do next. Records come in order of arrival, so those that are too old stand in front. */
export function nextStep<R extends { readonly arrivedAtMs: number }>(
  [first, ...rest]: Batch<R>,
  rules: RetryRules,
  nowMs: number,
): Step<R> {
  if (first === undefined) return { kind: "done" };
  const { maximumRecordAgeSeconds: ageMax, maximumRetryAttempts: retriesMax } = rules;
  const fresh =
    ageMax < 0 ? 0 : first.records.findIndex((record) => nowMs - record.arrivedAtMs <= ageMax * 1000);
  if (fresh !== 0) {
    const [old, young] = fresh < 0 ? [first] : cut(first, fresh);
    return {
      kind: "discard",
      portion: old,
      condition: "RecordAgeExceeded",
      rest: young ? [young, ...rest] : rest,
    };
  }
  if (retriesMax >= 0 && first.failures > retriesMax) {
    return { kind: "discard", portion: first, condition: "RetryAttemptsExhausted", rest };
  }
  return { kind: "deliver", portion: first };
}

/** The batch after its first portion was delivered with this outcome, and how many of its records are behind us. */
export function afterDelivery<R>(
  [first, ...rest]: Batch<R>,
  outcome: Outcome,
  rules: RetryRules,
): { readonly delivered: number; readonly batch: Batch<R> } {
  if (first === undefined) throw new RangeError("There is nothing to deliver");
  if (outcome.kind === "success") return { delivered: first.records.length, batch: rest };
  const failed = { ...first, invocations: first.invocations + 1, lastFailure: outcome.failure };
  if (outcome.kind === "partial" && outcome.firstFailed > 0) {
    const [, remaining] = cut(failed, outcome.firstFailed);
    return { delivered: outcome.firstFailed, batch: [remaining, ...rest] };
  }
  if (rules.bisectBatchOnFunctionError && first.records.length > 1) {
    return { delivered: 0, batch: [...cut(failed, Math.ceil(first.records.length / 2)), ...rest] };
  }
  return { delivered: 0, batch: [{ ...failed, failures: first.failures + 1 }, ...rest] };
}

/** Two portions out of one. Their retries count anew: a retry is the same records sent again. */
function cut<R>(portion: Portion<R>, at: number): [Portion<R>, Portion<R>] {
  const part = (records: readonly R[]): Portion<R> => ({ ...portion, records, failures: 0 });
  return [part(portion.records.slice(0, at)), part(portion.records.slice(at))];
}
