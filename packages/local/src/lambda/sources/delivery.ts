import { randomUUID } from "node:crypto";

import type { StreamSource } from "@doorbuster/adapters/definitions/functions";

import type { Log } from "../log.ts";
import { FunctionError } from "../process/functionError.ts";
import type { LambdaProcess } from "../process/process.ts";
import { backoffMs } from "./backoff.ts";
import { reportedFailures } from "./batchResponse.ts";
import type { Clock } from "./clock.ts";
import {
  afterDelivery,
  newBatch,
  nextStep,
  type DiscardCondition,
  type Outcome,
  type Portion,
} from "./retry.ts";
import type { Progress } from "./status.ts";
import type { StreamRecord } from "./streamService.ts";

export interface Delivery {
  readonly rules: StreamSource;
  readonly lambda: LambdaProcess;
  readonly progress: Progress;
  /** Called when everything up to this record is behind us, and not before. */
  readonly moveTo: (sequenceNumber: string) => void;
  /** Hands what is given up to the on-failure destination; resolves when it is safe there. */
  readonly putAside: (portion: Portion<StreamRecord>, condition: DiscardCondition) => Promise<void>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Delivers a batch with the retry rules of its source, until all of it is behind us: true. Stopped by `signal` between
 * two invocations, it answers false, and what was not delivered is to be read again.
 */
export async function deliver(records: readonly StreamRecord[], delivery: Delivery): Promise<boolean> {
  const { rules, progress, clock, signal } = delivery;
  let batch = newBatch(records);
  while (!signal.aborted) {
    const step = nextStep(batch, rules, clock.now());
    if (step.kind === "done") return true;
    const { portion } = step;
    if (step.kind === "discard") {
      await delivery.putAside(portion, step.condition);
      batch = step.rest;
      leaveBehind(portion.records, delivery);
      continue;
    }
    const outcome = await invoke(portion.records, delivery);
    const after = afterDelivery(batch, outcome, rules);
    batch = after.batch;
    progress.delivered += after.delivered;
    leaveBehind(portion.records.slice(0, after.delivered), delivery);
    await pauseAfter(outcome, portion, delivery);
  }
  return false;
}

function leaveBehind(records: readonly StreamRecord[], { progress, moveTo }: Delivery): void {
  progress.pending -= records.length;
  const last = records.at(-1);
  if (last !== undefined) moveTo(last.sequenceNumber);
}

async function invoke(records: readonly StreamRecord[], { lambda, progress }: Delivery): Promise<Outcome> {
  const requestId = randomUUID();
  const indexes = new Map(records.map((record, index) => [record.sequenceNumber, index]));
  progress.inFlight = records.length;
  try {
    const result = await lambda.invoke({ Records: records.map(({ record }) => record) }, { requestId });
    const failed = reportedFailures(result, (id) => indexes.has(id)).map((id) => indexes.get(id) ?? 0);
    if (failed.length === 0) return { kind: "success" };
    const failure = { requestId, errorType: "BatchItemFailures" };
    return { kind: "partial", firstFailed: failed.reduce((lowest, one) => Math.min(lowest, one)), failure };
  } catch (error) {
    const errorType = error instanceof FunctionError ? error.errorType : String(error);
    return { kind: "failed", failure: { requestId, errorType } };
  } finally {
    progress.inFlight = 0;
  }
}

async function pauseAfter(
  outcome: Outcome,
  portion: Portion<StreamRecord>,
  delivery: Delivery,
): Promise<void> {
  const { progress, clock, random, log, lambda, signal } = delivery;
  if (outcome.kind === "success") {
    progress.consecutiveFailures = 0;
    progress.lastSuccessAt = clock.now();
    return;
  }
  progress.consecutiveFailures += 1;
  const retryInMs = Math.round(backoffMs(progress.consecutiveFailures, random()));
  log({
    level: "warn",
    message: outcome.kind === "partial" ? "Part of a batch failed" : "A batch failed",
    function: lambda.name,
    shard: portion.records[0]?.shard,
    records: portion.records.length,
    failures: portion.failures + 1,
    retryInMs,
    ...outcome.failure,
  });
  await clock.sleep(retryInMs, signal);
}
