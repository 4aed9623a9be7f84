import { readShard, shardEnd, type StreamReader } from "./shardReader.ts";
import { newProgress, type Progress, type Source, type SourceStatus } from "./status.ts";
import type { Position, StreamDescription } from "./streamService.ts";

/** How often to look for new shards, and for a stream that was deleted and made anew. */
const describeEveryMs = 5_000;

/** Reads a DynamoDB or Kinesis stream: a reader per shard, parents before their children. */
export function startStreamSource(reader: StreamReader): Source {
  const stopping = new AbortController();
  let current: Generation | undefined;

  async function supervise(stop: AbortSignal): Promise<void> {
    const { service, rideOut, log, function: name, source } = reader;
    while (!stop.aborted) {
      const stream = await rideOut(() => service.describe(stop), stop);
      if (current !== undefined && current.id !== stream.generation) {
        log({ level: "warn", message: "The stream was made anew", function: name, source });
        await current.stop();
      }
      if (current?.id !== stream.generation) current = readGeneration(reader, stream);
      current.update(stream);
      await current.rest(describeEveryMs, stop);
    }
  }

  const supervised = supervise(stopping.signal).catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    status: () => summarise(reader, current),
    async stop() {
      stopping.abort();
      await Promise.all([supervised, current?.stop()]);
      await current?.stop(); // another, if the stream was just then made anew
    },
  };
}

/** The reading of one stream, as against another that bore its name before. */
interface Generation {
  readonly id: string;
  readonly shards: ReadonlyMap<string, ShardState>;
  /** Starts what can be read now. */
  update(stream: StreamDescription): void;
  /** Waits `ms`, or until a shard has ended and its children can be read. */
  rest(ms: number, stop: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

interface ShardState {
  readonly progress: Progress;
  reading: "waiting" | "running" | "ended";
}

function readGeneration(reader: StreamReader, first: StreamDescription): Generation {
  const { checkpoints, clock, log, function: name, source, rules } = reader;
  const stopping = new AbortController();
  const shards = new Map<string, ShardState>();
  const running = new Set<Promise<void>>();
  const original = new Set(first.shards.map(({ id }) => id));
  let wake = new AbortController();

  /** A shard that came later, by a split or merge, is read from its beginning wherever the first ones were begun. */
  function startOf(shard: string): Position | typeof shardEnd {
    const stored = checkpoints.get({ function: name, source, shard });
    if (stored === undefined) return original.has(shard) ? rules.startingPosition : "TRIM_HORIZON";
    if (stored.generation === first.generation)
      return stored.position === shardEnd ? shardEnd : { after: stored.position };
    log({ level: "warn", message: "The stream is not the one read before", function: name, source, shard });
    return "TRIM_HORIZON";
  }

  async function read(shard: string, state: ShardState, start: Position): Promise<void> {
    state.reading = "running";
    try {
      await readShard(reader, {
        stream: first,
        shard,
        start,
        progress: state.progress,
        signal: stopping.signal,
      });
      if (stopping.signal.aborted) return;
      state.reading = "ended";
      wake.abort();
    } catch (error) {
      if (stopping.signal.aborted) return;
      state.reading = "waiting"; // until the stream is described again
      log({
        level: "error",
        message: "A shard reader failed",
        function: name,
        source,
        shard,
        error: String(error),
      });
    }
  }

  function update({ shards: listed }: StreamDescription): void {
    for (const { id } of listed) {
      if (!shards.has(id)) shards.set(id, { progress: newProgress(), reading: "waiting" });
    }
    for (const { id, parents } of listed) {
      const state = shards.get(id);
      if (state?.reading !== "waiting") continue;
      if (parents.some((parent) => shards.has(parent) && shards.get(parent)?.reading !== "ended")) continue;
      const start = startOf(id);
      if (start === shardEnd) {
        state.reading = "ended";
        wake.abort();
        continue;
      }
      const done = read(id, state, start).finally(() => running.delete(done));
      running.add(done);
    }
  }

  return {
    id: first.generation,
    shards,
    update,
    async rest(ms, stop) {
      await clock.sleep(ms, AbortSignal.any([stop, wake.signal]));
      wake = new AbortController();
    },
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

function summarise(
  { function: name, source, service }: StreamReader,
  current: Generation | undefined,
): SourceStatus {
  const all = [...(current?.shards.values() ?? [])];
  const open = all.filter((shard) => shard.reading !== "ended").map(({ progress }) => progress);
  const idleTimes = open.map(({ idleAt }) => idleAt ?? -Infinity);
  const idleAt = open.length === 0 ? -Infinity : Math.min(...idleTimes);
  const sum = (field: "pending" | "inFlight" | "delivered") =>
    all.reduce((total, { progress }) => total + progress[field], 0);
  return {
    function: name,
    source,
    kind: service.kind,
    pending: sum("pending"),
    inFlight: sum("inFlight"),
    delivered: sum("delivered"),
    behind: idleAt === -Infinity,
    idleAt: idleAt === -Infinity ? null : idleAt,
    lastSuccessAt: latest(all.map(({ progress }) => progress.lastSuccessAt)),
    consecutiveFailures: Math.max(0, ...open.map(({ consecutiveFailures }) => consecutiveFailures)),
  };
}

function latest(times: readonly (number | null)[]): number | null {
  return times.reduce((last, time) => (time !== null && (last === null || time > last) ? time : last), null);
}
