import type { BucketKey, LiveBucket } from "./liveBucket.ts";
import type { LiveStore } from "./liveStore.ts";

/** The slots of the last few minutes, over a few slices. */
const bucketsMax = 64;

/**
 * A store that hands out the bucket it wrote last instead of reading it again. One consumer feeds on a shard, so nearly
 * always nobody else wrote in between; and if somebody did, the put is refused by the version, as it would be for any
 * stale reading, and the next get asks the store.
 */
export function cachedLiveStore(store: LiveStore): LiveStore {
  const written = new Map<string, LiveBucket>();
  const idOf = ({ slot, slice }: BucketKey) => `${slot}#${slice}`;
  return {
    async get(key) {
      return written.get(idOf(key)) ?? store.get(key);
    },

    async put(bucket) {
      const id = idOf(bucket);
      // Until the store has said yes, nobody knows which version it holds.
      written.delete(id);
      if (!(await store.put(bucket))) return false;
      written.set(id, bucket);
      const [oldest] = written.keys();
      if (written.size > bucketsMax && oldest !== undefined) written.delete(oldest);
      return true;
    },
  };
}
