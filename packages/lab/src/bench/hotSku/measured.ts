import { randomUUID } from "node:crypto";
import { orderIdOf } from "@doorbuster/core/ids";
import type { Product } from "@doorbuster/core/catalog/product";
import type { Order } from "@doorbuster/core/order/order";
import { reserve } from "@doorbuster/core/order/reserve";
import type { ReserveOutcome } from "@doorbuster/core/order/store";
import { stockProofs } from "@doorbuster/core/stock/proofs";
import { shardLimits } from "@doorbuster/core/stock/shardCount";
import { anOrder } from "@doorbuster/core/testing/orders";
import { seededRandom } from "@doorbuster/local/service-kit/seeded-random";
import type { ShopBench } from "./shopBench.ts";
import { simulate } from "./simulate.ts";

export interface Comparison {
  readonly shards: number;
  readonly ordersPerSecond: number;
  readonly orders: number;
  /** How long one transaction alone takes, in the mean: for so long its items are held. */
  readonly heldMs: number;
  /** Attempts of all orders, in both: what the rates are shares of. */
  readonly measuredAttempts: number;
  readonly modelledAttempts: number;
  readonly measuredConflictRate: number;
  readonly modelledConflictRate: number;
  readonly measuredP95Ms: number;
  readonly modelledP95Ms: number;
}

/** So long, and orders so seldom, that what the machine does beside it hardly counts, also while others work on it. */
const transactionMs = 100;
const ordersPerSecond = 12.5;
const probes = 20;

/**
 * The model beside the shop's own code on a store that holds items for a while and refuses whatever meets them, at a rate
 * that one machine can carry. Orders come at the same moments of chance in both.
 */
export async function compare(
  bench: ShopBench,
  { shards, orders, seed }: { shards: number; orders: number; seed: number },
): Promise<Comparison> {
  const product = await bench.put(`HOT-${shards}`, 1_000_000, shards);
  bench.faults.set({ transactionMs });
  try {
    const alone: number[] = [];
    for (let i = 0; i < probes; i++) alone.push((await order(bench, product)).latencyMs);
    const heldMs = alone.reduce((sum, ms) => sum + ms, 0) / probes;
    const measured = await openLoop(bench, product, { orders, seed });
    const modelled = await simulate(
      { ordersPerSecond, shards, lines: 1, orders, unpaidShare: 0, seed },
      { ...shardLimits, heldMs, travelMs: 0 },
    );
    return {
      shards,
      ordersPerSecond,
      orders,
      heldMs,
      measuredAttempts: measured.attempts,
      modelledAttempts: Math.round(modelled.attemptsPerOrder * orders),
      measuredConflictRate: measured.conflictRate,
      modelledConflictRate: modelled.conflictRate,
      measuredP95Ms: measured.p95Ms,
      modelledP95Ms: modelled.p95Ms,
    };
  } finally {
    bench.faults.clear();
  }
}

async function openLoop(bench: ShopBench, product: Product, load: { orders: number; seed: number }) {
  const random = seededRandom(load.seed);
  const running: ReturnType<typeof order>[] = [];
  let dueAt = performance.now();
  for (let i = 0; i < load.orders; i++) {
    dueAt += (-Math.log(1 - random()) / ordersPerSecond) * 1_000;
    await bench.clock.sleep(Math.max(0, dueAt - performance.now()));
    running.push(order(bench, product));
  }
  const done = await Promise.all(running);
  const attempts = done.flatMap((each) => each.outcomes);
  const latencies = done.map(({ latencyMs }) => latencyMs).toSorted((a, b) => a - b);
  return {
    attempts: attempts.length,
    conflictRate: attempts.filter((kind) => kind === "contended").length / attempts.length,
    p95Ms: latencies[Math.ceil(0.95 * latencies.length) - 1] ?? Number.NaN,
  };
}

/** One reservation, how long it took, and how each of its attempts ended. */
async function order(bench: ShopBench, product: Product) {
  const outcomes: ReserveOutcome["kind"][] = [];
  const orders: ShopBench["orders"] = {
    ...bench.orders,
    async reserve(...attempt) {
      const outcome = await bench.orders.reserve(...attempt);
      outcomes.push(outcome.kind);
      return outcome;
    },
  };
  const { takes: _, ...draft } = anOrder({ id: await orderIdOf("bench", randomUUID()) });
  const line = { sku: product.sku, name: product.name, quantity: 1, unitPrice: product.price };
  const startedAt = performance.now();
  const deps = { ...bench, orders, proofs: stockProofs(bench) };
  await reserve(deps, draft satisfies Omit<Order, "takes">, [line], new Map([[product.sku, product]]));
  return { outcomes, latencyMs: performance.now() - startedAt };
}
