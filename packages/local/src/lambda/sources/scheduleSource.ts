import { randomUUID } from "node:crypto";

import type { EventBridgeEvent } from "aws-lambda";

import { defaultAccountId, defaultRegion } from "../arns.ts";
import type { Log } from "../log.ts";
import { FunctionError } from "../process/functionError.ts";
import type { LambdaProcess } from "../process/process.ts";
import type { Clock } from "./clock.ts";
import { newProgress, type Source } from "./status.ts";

export interface Schedule {
  readonly function: string;
  readonly everyMinutes: number;
  readonly lambda: () => LambdaProcess;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ScheduleSource extends Source {
  /** Runs the function now, besides its schedule. Throws what it fails with. */
  trigger(): Promise<void>;
}

/**
 * Invokes a function on the full minute, as an EventBridge rule with a rate does. As there, a run does not wait for the
 * one before. A failed run is not repeated (Lambda would, twice): the next minute does the same work.
 */
export function startSchedule({
  function: name,
  everyMinutes,
  lambda,
  clock,
  log,
}: Schedule): ScheduleSource {
  const stopping = new AbortController();
  const progress = newProgress();
  const runs = new Set<Promise<void>>();
  const source = `every ${everyMinutes} minutes`;
  const periodMs = everyMinutes * 60_000;

  async function run(atMs: number): Promise<void> {
    progress.inFlight += 1;
    try {
      await lambda().invoke(scheduledEvent(name, atMs));
      progress.delivered += 1;
      progress.lastSuccessAt = clock.now();
      progress.consecutiveFailures = 0;
    } catch (error) {
      progress.consecutiveFailures += 1;
      const errorType = error instanceof FunctionError ? error.errorType : String(error);
      log({ level: "warn", message: "A scheduled run failed", function: name, source, errorType });
      throw error;
    } finally {
      progress.inFlight -= 1;
    }
  }

  async function keepTime(): Promise<void> {
    while (!stopping.signal.aborted) {
      const dueMs = (Math.floor(clock.now() / periodMs) + 1) * periodMs;
      while (clock.now() < dueMs && !stopping.signal.aborted)
        await clock.sleep(dueMs - clock.now(), stopping.signal);
      if (stopping.signal.aborted) break;
      const done = run(dueMs)
        .catch(() => undefined)
        .finally(() => runs.delete(done));
      runs.add(done);
    }
    await Promise.all(runs);
  }

  const running = keepTime();
  return {
    trigger: () => run(clock.now()),
    status() {
      const behind = progress.inFlight > 0;
      return {
        function: name,
        source,
        kind: "schedule",
        ...progress,
        pending: progress.inFlight,
        behind,
        idleAt: behind ? null : clock.now(),
      };
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

function scheduledEvent(name: string, atMs: number): EventBridgeEvent<"Scheduled Event", object> {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: defaultAccountId,
    time: `${new Date(atMs).toISOString().slice(0, 19)}Z`,
    region: defaultRegion,
    resources: [`arn:aws:events:${defaultRegion}:${defaultAccountId}:rule/${name}`],
    detail: {},
  };
}
