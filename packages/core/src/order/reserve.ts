import type { PricedLine } from "../catalog/price.ts";
import type { Product } from "../catalog/product.ts";
import { AppError } from "../errors.ts";
import type { Clock, Random } from "../ports.ts";
import { available, guess, plan, type ShardLevels, type Take } from "../stock/shards.ts";
import type { StockStore } from "../stock/store.ts";
import type { Order } from "./order.ts";
import type { OrderStore } from "./store.ts";
import { entryOf } from "./timeline.ts";

export interface ReserveDeps {
  readonly orders: OrderStore;
  readonly stock: StockStore;
  readonly clock: Clock;
  readonly random: Random;
}

export type Reserved =
  { readonly kind: "reserved"; readonly order: Order } | { readonly kind: "exists"; readonly order: Order };

/** Sixteen rounds of up to 400 ms are 3 s in the mean: after that a customer is better served by "try again". */
const maxRounds = 16;
const backoffMs = { base: 10, cap: 400 };
/** A DynamoDB transaction takes 100 items; the order and its timeline entry are two of them. */
const maxTakes = 98;

/**
 * Reserves every line of an order or none, in one transaction with the order row.
 *
 *   this order                              a rival
 *   guess a shard per SKU
 *   transact: shard ≥ need?  ──── no ────   took the units
 *   read all shards at one moment
 *     together too little → SOLD_OUT (proved)
 *     enough → plan over the shards that have it, transact again
 *
 * The reading only informs the next guess; what decides is always the condition inside the transaction. So a rival
 * between reading and writing costs a round, never a unit.
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
  const wanted = lines.map(({ sku, quantity }) => ({
    sku,
    quantity,
    shards: products.get(sku)?.stockShards ?? 1,
  }));
  let takes = guess(wanted, deps.random);
  for (let round = 0; round < maxRounds; round++) {
    const order: Order = { ...draft, takes };
    const entry = entryOf(order, "order.placed", {
      at: order.placedAt,
      actor: "customer",
      traceId: order.traceId,
    });
    const outcome = await deps.orders.reserve(order, entry);
    if (outcome.kind === "reserved") return { kind: "reserved", order };
    if (outcome.kind === "exists") {
      return isSameCall(outcome.order, draft) ? { kind: "reserved", order: outcome.order } : outcome;
    }
    const levels = outcome.kind === "short" ? await deps.stock.levels(wanted) : outcome.kind;
    if (levels === "contended") {
      await deps.clock.sleep(deps.random() * Math.min(backoffMs.cap, backoffMs.base * 2 ** round));
      takes = guess(wanted, deps.random);
    } else {
      takes = replan(wanted, levels, deps.random);
    }
  }
  throw contended(`reservation contended for ${maxRounds} rounds`);
}

/** Our own row, written by an attempt whose answer got lost on the way. */
function isSameCall(order: Order, draft: Omit<Order, "takes">): boolean {
  return order.version === 1 && order.traceId === draft.traceId && order.placedAt === draft.placedAt;
}

function contended(internal: string): AppError {
  return new AppError("RATE_LIMITED", "Too many people are buying this at the moment. Please try again.", {
    details: { retryAfterSeconds: 1 },
    internal,
  });
}

function replan(
  wanted: readonly { sku: string; quantity: number }[],
  levels: ReadonlyMap<string, ShardLevels>,
  random: Random,
): Take[] {
  const plans = wanted.map(({ sku, quantity }) => ({
    sku,
    left: available(levels.get(sku) ?? []),
    takes: plan(sku, quantity, levels.get(sku) ?? [], random),
  }));
  const short = plans.filter((each) => each.takes === undefined).map(({ sku, left }) => ({ sku, left }));
  if (short.length > 0) throw soldOut(short);
  const takes = plans.flatMap((each) => each.takes ?? []);
  if (takes.length > maxTakes) throw contended(`the basket lies in ${takes.length} shards`);
  return takes;
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
