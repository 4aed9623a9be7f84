import type { StreamSource } from "@doorbuster/adapters/definitions/functions";

import type { Log } from "../log.ts";
import type { GiveWay } from "../precedence.ts";
import type { LambdaProcess } from "../process/process.ts";
import { makeBatcher } from "./batcher.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { Clock } from "./clock.ts";
import { deliver, type Delivery } from "./delivery.ts";
import { failureRecord } from "./failureRecord.ts";
import type { RideOut } from "./outage.ts";
import type { Progress } from "./status.ts";
import {
  IteratorLost,
  PositionLost,
  type Page,
  type Position,
  type StreamDescription,
  type StreamService,
} from "./streamService.ts";

/** The position of a shard that is closed and behind us. */
export const shardEnd = "SHARD_END";

/** What all shards of one source share. */
export interface StreamReader {
  readonly function: string;
  readonly source: string;
  readonly rules: StreamSource;
  /** Records that do not match are passed over, as if they had been delivered. */
  readonly matches: (record: object) => boolean;
  readonly service: StreamService;
  readonly lambda: () => LambdaProcess;
  /** Sends what was given up to the on-failure destination. */
  readonly sendFailure: (record: object) => Promise<void>;
  readonly checkpoints: Checkpoints;
  readonly rideOut: RideOut;
  readonly giveWay: GiveWay;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
}

export interface ShardReading {
  readonly stream: StreamDescription;
  readonly shard: string;
  readonly start: Position;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * Reads a shard from `start` and delivers it in order, one batch at a time, moving its checkpoint past what is delivered
 * or given up and never further. Resolves at the shard's end; on `signal`, resolves or throws when the running
 * invocation is done.
 */
export async function readShard(reader: StreamReader, reading: ShardReading): Promise<void> {
  const { rules, clock } = reader;
  const { progress, signal } = reading;
  const moveTo = makeMoveTo(reader, reading);
  const delivery = makeDelivery(reader, reading, moveTo);
  const gathered = makeBatcher(rules.batchSize, rules.maximumBatchingWindowSeconds * 1000);
  const read = makeRead(reader, reading, () => {
    gathered.clear();
    progress.pending = 0;
  });
  const pace = makePace();

  while (!signal.aborted) {
    await reader.giveWay(signal);
    const readAt = clock.now();
    const limit = Math.min(reader.service.readLimit, rules.batchSize - gathered.size);
    const page = await read(limit);
    const last = page.records.at(-1);
    if (last !== undefined) progress.idleAt = null;
    for (const record of page.records) {
      if (!reader.matches(record.record)) continue;
      gathered.add(record, readAt);
      progress.pending += 1;
    }
    const atEnd = page.next === undefined;
    for (let batch; (batch = gathered.take(clock.now(), atEnd)) !== undefined;) {
      if (!(await deliver(batch, delivery))) return;
    }
    if (last !== undefined && gathered.size === 0) moveTo(last.sequenceNumber);
    if (last === undefined && page.atTip && gathered.size === 0) progress.idleAt = readAt;
    if (atEnd) return moveTo(shardEnd);
    await pace(page.records.length, limit, (ms) => clock.sleep(ms, signal));
  }
}

function makeMoveTo({ checkpoints, ...reader }: StreamReader, { stream, shard }: ShardReading) {
  const key = { function: reader.function, source: reader.source, shard };
  let current: string | undefined;
  return (position: string): void => {
    if (position === current) return;
    checkpoints.set(key, { generation: stream.generation, position });
    current = position;
  };
}

function makeDelivery(
  reader: StreamReader,
  reading: ShardReading,
  moveTo: (position: string) => void,
): Delivery {
  const { stream, progress, signal } = reading;
  const { rules, service, clock, random, log } = reader;
  return {
    rules,
    progress,
    moveTo,
    clock,
    random,
    log,
    signal,
    get lambda() {
      return reader.lambda();
    },
    async putAside(portion, condition) {
      const { arn: functionArn } = reader.lambda();
      const discard = {
        portion,
        condition,
        functionArn,
        streamArn: stream.arn,
        kind: service.kind,
        now: clock.now(),
      };
      const record = failureRecord(discard);
      await reader.rideOut(() => reader.sendFailure(record), signal);
      const { function: name, source } = reader;
      const records = portion.records.length;
      log({ level: "error", message: "Records were given up", function: name, source, condition, records });
    },
  };
}

/** Reads on from where the last read ended, with a new iterator when the old one is lost. */
function makeRead(
  reader: StreamReader,
  { stream, shard, start, signal }: ShardReading,
  startOver: () => void,
) {
  const { service, rideOut, clock, log } = reader;
  const address = { streamArn: stream.arn, shard };
  let position = start;
  let iterator: string | undefined;

  async function attempt(limit: number): Promise<Page> {
    const from = (iterator ??= await rideOut(() => service.open(address, position, signal), signal));
    return rideOut(() => service.read(address, from, limit, signal), signal);
  }

  return async (limit: number): Promise<Page> => {
    for (;;) {
      try {
        const page = await attempt(limit);
        iterator = page.next;
        const last = page.records.at(-1);
        if (last !== undefined) position = { after: last.sequenceNumber };
        return page;
      } catch (error) {
        if (error instanceof PositionLost) {
          const { function: name, source } = reader;
          const message = "The position is no longer in the stream; reading from its beginning";
          log({ level: "warn", message, function: name, source, shard });
          position = "TRIM_HORIZON";
          startOver();
        } else if (!(error instanceof IteratorLost)) throw error;
        iterator = undefined;
        await clock.sleep(quickMs, signal);
      }
    }
  };
}

/** Between reads while records come, so that they are delivered by the handful and not one by one. */
const quickMs = 50;
/** Between reads of a quiet shard. AWS reads DynamoDB streams four times a second, Kinesis once. */
const slowMs = 150;

/** Waits before the next read: not at all when there is certainly more, longer and longer while nothing comes. */
function makePace() {
  let idleMs = quickMs;
  return async (found: number, limit: number, sleep: (ms: number) => Promise<void>): Promise<void> => {
    if (found >= limit) return;
    idleMs = found > 0 ? quickMs : Math.min(slowMs, idleMs * 1.25);
    await sleep(idleMs);
  };
}
