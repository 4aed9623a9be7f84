import { AppError } from "../errors.ts";
import { sameAdjustment, type Adjustment } from "./adjustment.ts";
import { backOff, contended, maxRounds, type ContentionDeps } from "./contention.ts";
import { available, deal, plan, type ShardLevels } from "./shards.ts";
import { spread } from "./spread.ts";
import type { ShardChange, ShardedSku, StockStore } from "./store.ts";

export interface AdjustDeps extends ContentionDeps {
  readonly stock: StockStore;
}

export interface Restock {
  readonly sku: string;
  /** Units added, at least 1. */
  readonly quantity: number;
  readonly reason: string;
  readonly actor: string;
  /** Makes a repeated call count once. */
  readonly idempotencyKey: string;
  readonly at: string;
}

/**
 * Adds units over the SKU's shards, on the record.
 *
 * @returns `false` when this key was counted before
 * @throws AppError as `adjust` does
 */
export async function restock(deps: AdjustDeps, { quantity, ...record }: Restock, shards: number) {
  return adjust(deps, { ...record, kind: "restock", units: quantity }, shards);
}

/**
 * Changes what a SKU has in stock by some units, up or down, on the record, while its orders flow. What is sold or held
 * by an order is never taken: only available units can be missing.
 *
 *   this                                orders
 *   a plan: which shards lose how many
 *                                       take units from one of them
 *   transact: shard ≥ loss? ─ no ─ plan again
 *   no plan: all shards at one moment hold too little → CONFLICT (proved)
 *
 * Where a restock meets orders, each further attempt goes into half as many shards: over 50 that are each busy a tenth
 * of the time, a transaction goes through once in 200 attempts; over six, every second time. What had to go into few is
 * spread afterwards.
 *
 * @param shards over how many shards the SKU's orders spread themselves
 * @returns `false` when this key was counted before
 * @throws AppError `CONFLICT` when fewer units are available than should go, with how many are held;
 * `IDEMPOTENCY_MISMATCH` for a key that stands for another change; `RATE_LIMITED` when the shards stay contended
 */
export async function adjust(deps: AdjustDeps, adjustment: Adjustment, shards: number): Promise<boolean> {
  const { sku, units } = adjustment;
  let width = shards;
  let target = shards;
  for (let round = 0; round < maxRounds; round++) {
    const changes =
      units < 0
        ? await losses(deps, adjustment, { sku, shards: width })
        : gains(units, target, shards, deps.random());
    const outcome =
      typeof changes === "string" ? { kind: changes } : await deps.stock.adjust(adjustment, changes, width);
    switch (outcome.kind) {
      case "written":
        if (target < shards) await spread(deps, { sku, shards });
        return true;
      case "repeated":
        refuseOther(adjustment, outcome.adjustment);
        return false;
      case "wider":
        width = outcome.shards;
        break;
      case "short":
        break;
      case "contended":
        target = Math.ceil(target / 2);
        await backOff(deps, round);
    }
  }
  throw contended(`adjustment of ${sku} contended for ${maxRounds} rounds`);
}

/** New units over `target` of the shards, beginning at one drawn by chance. A shard that would get none is left alone. */
function gains(units: number, target: number, shards: number, chance: number): ShardChange[] {
  const first = target === shards ? 0 : Math.floor(chance * shards);
  return deal(units, target)
    .map((part, i) => ({ shard: (first + i) % shards, units: part }))
    .filter((change) => change.units > 0);
}

/** Which shards can lose the units that are missing. */
async function losses(
  deps: AdjustDeps,
  adjustment: Adjustment,
  sku: ShardedSku,
): Promise<ShardChange[] | "contended"> {
  const seen = lossesFrom(adjustment, (await deps.stock.glance([sku])).get(sku.sku) ?? [], deps);
  if (seen) return seen;
  const levels = await deps.stock.levels(sku);
  if (levels === "contended") return levels;
  const changes = lossesFrom(adjustment, levels, deps);
  if (changes) return changes;
  // A repeated call finds that the first one took the units: its answer is not that they are gone.
  const earlier = await deps.stock.adjusted(sku.sku, adjustment.idempotencyKey);
  if (earlier) return [];
  throw await held(deps, adjustment, sku, available(levels));
}

function lossesFrom({ sku, units }: Adjustment, levels: ShardLevels, { random }: ContentionDeps) {
  return plan(sku, -units, levels, random)?.map(({ shard, quantity }) => ({ shard, units: -quantity }));
}

async function held(
  { stock }: AdjustDeps,
  { units }: Adjustment,
  sku: ShardedSku,
  left: number,
): Promise<AppError> {
  const [level] = await stock.read([sku]);
  const committed = (level?.stocked ?? 0) - (level?.available ?? 0);
  return new AppError(
    "CONFLICT",
    `${-units} units are missing, but only ${left} are available: the others are sold or held by orders.`,
    { details: { sku: sku.sku, missing: -units, available: left, committed } },
  );
}

function refuseOther(adjustment: Adjustment, earlier: Adjustment): void {
  if (sameAdjustment(adjustment, earlier)) return;
  throw new AppError("IDEMPOTENCY_MISMATCH", "This key was used for another change. Use a new key.", {
    details: { sku: adjustment.sku },
  });
}
