import type { BucketKey, LiveBucket } from "./liveBucket.ts";

/** Where buckets are kept, for those who count. */
export interface LiveStore {
  /** The bucket as last written, strongly consistent; `undefined` when nothing was counted there yet. */
  get(key: BucketKey): Promise<LiveBucket | undefined>;
  /** Writes a bucket if the one stored still is the version before it. `false`: somebody wrote first; read again. */
  put(bucket: LiveBucket): Promise<boolean>;
}

/** A bucket for those who look: which events are in it is the business of those who count. */
export type LiveReading = Omit<LiveBucket, "counted">;

export interface LiveReader {
  /**
   * The buckets of every slot that begins in [from, to) and that were written since the version the caller knows, in no
   * order. What was written within the last moments may be missing.
   *
   * @param from milliseconds since the epoch
   * @param to milliseconds since the epoch
   * @param known the version the caller has of a bucket; 0 for none
   */
  read(from: number, to: number, known: (key: BucketKey) => number): Promise<LiveReading[]>;
}
