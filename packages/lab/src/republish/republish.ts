import { scanTimeline, type ScanPage, type Span } from "@doorbuster/adapters/dynamo/timelineScan";
import { chunks } from "@doorbuster/adapters/dynamo/items";
import type { EntrySink } from "@doorbuster/adapters/events/sink";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import type { Clock } from "@doorbuster/core/ports";
import type { TargetName } from "./options.ts";
import type { Places } from "./places.ts";

/** What has been done so far, or in all. */
export interface Counts {
  /** Rows of the table that were looked at. */
  rowsRead: number;
  /** Entries of the span, by type. */
  readonly found: Map<string, number>;
  /** How many each target has accepted; nothing in a dry run. */
  readonly published: Map<TargetName, number>;
  /** Rows of the span that nobody can read any more, by id: they were left out. */
  readonly unreadable: string[];
}

/** A target that does not accept everything in so many attempts is down: what was published stays, and it is safe to repeat. */
export class TargetUnavailable extends Error {
  override readonly name = "TargetUnavailable";
  readonly code = "TARGET_UNAVAILABLE";
  readonly target: TargetName;

  constructor(target: TargetName, refused: number, cause?: unknown) {
    super(`${target} did not accept ${refused} entries in ${attempts} attempts`, { cause });
    this.target = target;
  }
}

const attempts = 5;
const firstPauseMs = 200;
/** Of the scan at once. Each page waits for its entries to be accepted, so this also bounds what is under way. */
const segments = 4;
/** PutRecords takes at most 500. */
const maxBatch = 500;

/**
 * Publishes the timeline entries of a span again, to the sinks of the functions that published them first. At least once:
 * consumers know every event by its id.
 *
 * @throws TargetUnavailable
 */
export async function republish(
  { orders, sinks }: Pick<Places, "orders" | "sinks">,
  {
    span,
    targets,
    dryRun,
  }: { readonly span: Span; readonly targets: readonly TargetName[]; readonly dryRun: boolean },
  clock: Clock,
  onProgress: (counts: Counts) => void = () => undefined,
): Promise<Counts> {
  const counts: Counts = { rowsRead: 0, found: new Map(), published: new Map(), unreadable: [] };
  const onPage = async ({ entries, unreadable, rowsRead }: ScanPage) => {
    for (const target of dryRun ? [] : targets) {
      for (const batch of chunks(entries, maxBatch)) {
        await passOn(target, sinks[target], batch, clock);
        add(counts.published, target, batch.length);
      }
    }
    counts.rowsRead += rowsRead;
    counts.unreadable.push(...unreadable);
    for (const { type } of entries) add(counts.found, type, 1);
    onProgress(counts);
  };
  await scanTimeline(orders.client, orders.table, span, segments, onPage);
  return counts;
}

/** Sends a batch, and again what was not accepted, ever more slowly. */
async function passOn(
  target: TargetName,
  sink: EntrySink<TimelineEntry>,
  batch: readonly TimelineEntry[],
  clock: Clock,
): Promise<void> {
  let left = batch;
  let cause: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await clock.sleep(firstPauseMs * 2 ** attempt);
    try {
      const refused = await sink.send(left);
      left = refused.flatMap((index) => left[index] ?? []);
    } catch (error) {
      cause = error; // none was accepted
    }
    if (left.length === 0) return;
  }
  throw new TargetUnavailable(target, left.length, cause);
}

function add<Key>(counts: Map<Key, number>, key: Key, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}
