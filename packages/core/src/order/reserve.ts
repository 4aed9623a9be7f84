import type { PricedLine } from "../catalog/price.ts";
import type { Product } from "../catalog/product.ts";
import { AppError } from "../errors.ts";
import type { Clock, Random } from "../ports.ts";
import { backOff, contended, maxRounds } from "../stock/contention.ts";
import type { StockProofs } from "../stock/proofs.ts";
import { available, guess, plan, type ShardLevels, type Take } from "../stock/shards.ts";
import { consolidate } from "../stock/spread.ts";
import type { StockStore } from "../stock/store.ts";
import type { Order } from "./order.ts";
import type { OrderStore } from "./store.ts";
import { entryOf } from "./timeline.ts";

export interface ReserveDeps {
  readonly orders: OrderStore;
  readonly stock: StockStore;
  readonly proofs: StockProofs;
  readonly clock: Clock;
  readonly random: Random;
}

export type Reserved =
  | { readonly kind: "reserved"; readonly order: Order }
  | { readonly kind: "exists"; readonly order: Order };

/** What one line asks for, and over how many shards its SKU's orders spread themselves. */
interface Want {
  readonly sku: string;
  readonly quantity: number;
  readonly shards: number;
}

/** A DynamoDB transaction takes 100 items; the order and its timeline entry are two of them. */
const maxTakes = 98;
/**
 * Up to so many shards are read at one moment from the start, which meets a writer more often than looking at each for
 * itself, and costs twice as much. Eight that are each held for a tenth of the time (the contention that shards are planned
 * for) are still free together in 43 of 100 moments, and those of an empty shelf nearly always: there is nothing to write.
 */
export const fewShards = 8;

/**
 * Reserves every line of an order or none, in one transaction with the order row.
 *
 *   this order                                 rivals
 *   guess a shard per SKU
 *   transact: shard ≥ need? ── conflict ────   are writing one of them → pause, guess other shards
 *                           ── no ──────────   took the units
 *   look at all shards; at few of them at one moment
 *     enough → plan over the shards that have it, transact again
 *     more shards than a transaction holds → pull the units together first
 *     too little → read all shards at one moment, unless that was just done
 *       too little → SOLD_OUT (proved, and kept for a second)
 *
 * Looking only informs the next attempt; what decides is always the condition inside the transaction. So a rival between
 * the two costs a round, never a unit. Of several orders that meet, none waits for another while it holds anything, and
 * each comes back after a pause of its own at shards of its own: some order always gets through, and this one gives up
 * within a bound.
 *
 * @throws AppError `SOLD_OUT` with every SKU that is short and how many are left; `RATE_LIMITED` when the shards stay
 * contended.
 */
export async function reserve(
  deps: ReserveDeps,
  draft: Omit<Order, "takes">,
  lines: readonly PricedLine[],
  products: ReadonlyMap<string, Product>,
): Promise<Reserved> {
  const wants = lines.map(({ sku, quantity }) => ({
    sku,
    quantity,
    shards: products.get(sku)?.stockShards ?? 1,
  }));
  refuseProvenShort(wants, deps.proofs);
  let last: Take[] = [];
  let short: Want[] = [];
  for (let round = 0; round < maxRounds; round++) {
    const takes =
      short.length > 0 ? await plannedTakes(deps, wants, short, round) : guess(wants, deps.random, last);
    if (!takes) continue;
    const outcome = await attempt(deps, { ...draft, takes });
    if (outcome.kind === "reserved" || outcome.kind === "exists") return outcome;
    if (outcome.kind === "contended") await backOff(deps, round);
    else short = wants.filter(({ sku }) => outcome.takes.some((take) => take.sku === sku));
    last = takes;
  }
  throw contended(`reservation contended for ${maxRounds} rounds`);
}

/**
 * One transaction. When it fails and cannot say how far it came, the row tells:
 *
 *   this call                        store                 a second call with the same key
 *   transact ─────────────────────►  written
 *     ✗ (every answer got lost)
 *   look: our own row → carry on                           sees it pending: waits, and takes this call for alive
 *
 * Left at the error, its units would be held until they expire, for nobody.
 */
async function attempt({ orders }: ReserveDeps, order: Order) {
  const { placedAt: at, traceId } = order;
  const entry = entryOf(order, "order.placed", { at, actor: "customer", traceId });
  const outcome = await orders.reserve(order, entry).catch(async (error: unknown) => {
    const found = await orders.get(order.id);
    if (!found) throw error;
    return { kind: "exists", order: found } as const;
  });
  if (outcome.kind === "reserved") return { kind: "reserved", order } as const;
  // Our own row, written by an attempt whose answer got lost on the way.
  if (outcome.kind === "exists" && isSameCall(outcome.order, order)) {
    return { kind: "reserved", order: outcome.order } as const;
  }
  return outcome;
}

function isSameCall(found: Order, order: Order): boolean {
  const sameMoment = found.traceId === order.traceId && found.placedAt === order.placedAt;
  return found.version === 1 && sameMoment && found.fingerprint === order.fingerprint;
}

/** A crowd in front of an empty shelf is answered without asking anybody. */
function refuseProvenShort(wants: readonly Want[], proofs: StockProofs): void {
  const short = wants.flatMap(({ sku, quantity }) => {
    const left = proofs.left(sku);
    return left !== undefined && left < quantity ? [{ sku, left }] : [];
  });
  if (short.length > 0) throw soldOut(short);
}

/**
 * Takes from where units were seen; none when that can't be said in this round, or can't be taken in one transaction.
 *
 * @param short of what is wanted: what the last attempts found too little of
 */
async function plannedTakes(
  deps: ReserveDeps,
  wants: readonly Want[],
  short: readonly Want[],
  round: number,
): Promise<Take[] | undefined> {
  const seen = await look(deps, wants, short);
  const scarce = wants.filter((want) => isShort(want, seen));
  const proved = await provenLevels(deps.proofs, scarce);
  if (proved === "contended") {
    await backOff(deps, round);
    return undefined;
  }
  const levels = new Map([...seen, ...proved]);
  const takes = wants.flatMap(
    ({ sku, quantity }) => plan(sku, quantity, levels.get(sku) ?? [], deps.random) ?? [],
  );
  if (takes.length <= maxTakes) return takes;
  await consolidate(deps, takes, maxTakes);
  return undefined;
}

/**
 * What the shards of each SKU held a moment ago. What was found short over few shards is most likely gone, so the reading
 * that proves it comes first; where that meets a writer, all are looked at each for itself.
 *
 * @throws AppError `SOLD_OUT` with all for which the reading proves it
 */
async function look(
  { stock, proofs }: ReserveDeps,
  wants: readonly Want[],
  short: readonly Want[],
): Promise<ReadonlyMap<string, ShardLevels>> {
  if (short.some(({ shards }) => shards > fewShards)) return stock.glance(wants);
  const rest = wants.filter((want) => !short.includes(want));
  const [proved, seen] = await Promise.all([
    provenLevels(proofs, short),
    rest.length > 0 ? stock.glance(rest) : undefined,
  ]);
  return proved === "contended" ? stock.glance(wants) : new Map([...(seen ?? []), ...proved]);
}

/** What the shards of each SKU held at one moment. @throws AppError `SOLD_OUT` with all for which that proves it */
async function provenLevels(
  proofs: StockProofs,
  scarce: readonly Want[],
): Promise<ReadonlyMap<string, ShardLevels> | "contended"> {
  const answers = await Promise.all(
    scarce.map(async (want) => [want.sku, await proofs.prove(want)] as const),
  );
  const levels = new Map(answers.flatMap(([sku, found]) => (found === "contended" ? [] : [[sku, found]])));
  const short = scarce.filter((want) => levels.has(want.sku) && isShort(want, levels));
  if (short.length > 0)
    throw soldOut(short.map(({ sku }) => ({ sku, left: available(levels.get(sku) ?? []) })));
  return levels.size === scarce.length ? levels : "contended";
}

function isShort({ sku, quantity }: Want, levels: ReadonlyMap<string, ShardLevels>): boolean {
  return available(levels.get(sku) ?? []) < quantity;
}

/** `SOLD_OUT`, naming each SKU that is short and how many are left (0 when none). */
export function soldOut(short: readonly { sku: string; left: number }[]): AppError {
  const gone = short.every(({ left }) => left === 0);
  const sentence = gone
    ? "Sold out. Remove what is gone from your basket to buy the rest."
    : "There is not enough left. Lower the quantity to buy what remains.";
  return new AppError("SOLD_OUT", sentence, {
    details: { items: short, sku: short[0]?.sku, left: short[0]?.left },
  });
}
