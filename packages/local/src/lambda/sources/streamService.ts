import { Definite } from "./outage.ts";

/** What DynamoDB Streams and Kinesis have in common for a reader. All calls may fail by an outage and be repeated. */
export interface StreamService {
  readonly kind: "table" | "stream";
  describe(signal: AbortSignal): Promise<StreamDescription>;
  /** An iterator. Throws `PositionLost` when there is no such position in the shard any more. */
  open(shard: ShardAddress, position: Position, signal: AbortSignal): Promise<string>;
  /** Reads on. Throws `IteratorLost` when the iterator must be made anew. */
  read(shard: ShardAddress, iterator: string, limit: number, signal: AbortSignal): Promise<Page>;
  /** The most records that one read may ask for. */
  readonly readLimit: number;
}

export interface StreamDescription {
  readonly arn: string;
  /** Differs from that of every other stream that ever bore the name. */
  readonly generation: string;
  readonly shards: readonly Shard[];
}

export interface Shard {
  readonly id: string;
  /** The shards that this one continues, by a split or a merge. */
  readonly parents: readonly string[];
}

export interface ShardAddress {
  readonly streamArn: string;
  readonly shard: string;
}

export type Position = "TRIM_HORIZON" | "LATEST" | { readonly after: string };

export interface Page {
  readonly records: readonly StreamRecord[];
  /** Undefined when the shard is closed and was read to its end. */
  readonly next: string | undefined;
  /** False when the service says that there is more, even if this page is empty. */
  readonly atTip: boolean;
}

export interface StreamRecord {
  readonly sequenceNumber: string;
  /** Unix milliseconds at which the service took the record. */
  readonly arrivedAtMs: number;
  readonly shard: string;
  /** The record as it stands in the event's `Records`. */
  readonly record: object;
  /** Length of `record` as JSON. */
  readonly bytes: number;
}

/** Whether an SDK error is one of these. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

export class PositionLost extends Definite {
  override readonly name = "PositionLost";
}

export class IteratorLost extends Definite {
  override readonly name = "IteratorLost";
}
