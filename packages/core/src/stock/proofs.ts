import type { Clock } from "../ports.ts";
import { available, type ShardLevels } from "./shards.ts";
import type { ShardedSku, StockStore } from "./store.ts";

/** How long a proof of "sold out" is believed. Units that come back may be hidden for this long, and no longer. */
const believedMs = 1_000;
/** More SKUs than this are not kept: the memory of a process is bounded, whatever is asked for. */
const maxKept = 1_000;

/** What is proved about SKUs that are, or nearly are, sold out. One per process. */
export interface StockProofs {
  /** What was left of a SKU at a moment of the last second, if that was proved. Asks nobody. */
  left(sku: string): number | undefined;
  /** All shards of a SKU at one moment. Callers that come at once share one reading. */
  prove(sku: ShardedSku): Promise<ShardLevels | "contended">;
}

/**
 * Keeps each proof for one second, so that a crowd in front of an empty shelf costs one reading of its shards a second
 * and process, and nothing else.
 *
 *   prove             store                         a release or restock
 *   startedAt ──────► all shards at one moment
 *                                                   units come back
 *   kept until startedAt + 1 s: "sold out" is still said, of a moment less than a second ago
 *
 * The second runs from before the reading began. Counted from its answer, a slow answer would hide the units for longer.
 */
export function stockProofs(deps: { stock: Pick<StockStore, "levels">; clock: Clock }): StockProofs {
  const kept = new Map<string, { startedAt: number; left: number }>();
  const reading = new Map<string, Promise<ShardLevels | "contended">>();

  const read = async ({ sku, shards }: ShardedSku): Promise<ShardLevels | "contended"> => {
    const startedAt = deps.clock.now();
    try {
      const levels = await deps.stock.levels({ sku, shards });
      if (levels === "contended") return levels;
      if (kept.size >= maxKept) kept.clear();
      kept.set(sku, { startedAt, left: available(levels) });
      return levels;
    } finally {
      reading.delete(sku);
    }
  };

  return {
    left(sku) {
      const proof = kept.get(sku);
      return proof && deps.clock.now() - proof.startedAt < believedMs ? proof.left : undefined;
    },
    prove(each) {
      const asked = reading.get(each.sku) ?? read(each);
      reading.set(each.sku, asked);
      return asked;
    },
  };
}
