import { AppError } from "@doorbuster/core/errors";
import type { Order } from "@doorbuster/core/order/order";
import { reserve, type ReserveDeps } from "@doorbuster/core/order/reserve";
import type { Random } from "@doorbuster/core/ports";
import { stockProofs } from "@doorbuster/core/stock/proofs";
import { shardLimits } from "@doorbuster/core/stock/shardCount";
import { anOrder } from "@doorbuster/core/testing/orders";
import { aProduct } from "@doorbuster/core/testing/products";
import { seededRandom } from "@doorbuster/local/service-kit/seeded-random";
import { ModelledStore, type StoreModel } from "./modelledStore.ts";
import { VirtualTime } from "./virtualTime.ts";

export interface Load {
  readonly ordersPerSecond: number;
  /** Per SKU; the model takes any number, also more than a product can have. */
  readonly shards: number;
  /** How many hot SKUs each order wants one of. */
  readonly lines: number;
  readonly orders: number;
  /** Of the orders: how many give their units back. */
  readonly unpaidShare: number;
  readonly seed: number;
}

export interface Figures {
  readonly ordersPerSecond: number;
  readonly shards: number;
  readonly lines: number;
  /** Attempts that met another transaction, of all attempts to reserve. */
  readonly conflictRate: number;
  /** Attempts that found no write units left. */
  readonly throttleRate: number;
  readonly attemptsPerOrder: number;
  /** Orders that were answered `RATE_LIMITED`, of all. */
  readonly refusedShare: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export const publishedModel: StoreModel = { ...shardLimits, travelMs: 2 };

/** How long after it was placed an order that stays unpaid gives its units back; a declined card is the usual case. */
const unpaidMs = 300;
/** What `moveIfAllowed` waits when a release meets somebody. */
const busyMs = 50;

/**
 * The shop's own `reserve`, with its guesses, back-off and bound, over a modelled store in virtual time. Orders come by
 * chance (a Poisson process) at the given rate, and some give their units back a moment later. The same seed gives the
 * same figures.
 */
export async function simulate(load: Load, model: StoreModel = publishedModel): Promise<Figures> {
  const clock = new VirtualTime();
  const random = seededRandom(load.seed);
  const store = new ModelledStore(model, clock, seededRandom(load.seed, 1));
  const deps = shopOver(store, clock, random);
  const lines = Array.from({ length: load.lines }, (_, i) => ({
    sku: `HOT-${i}`,
    name: "",
    quantity: 1,
    unitPrice: { amount: 1, currency: "GBP" },
  }));
  const products = new Map(lines.map(({ sku }) => [sku, aProduct({ sku, stockShards: load.shards })]));
  const { takes: _, ...draft } = anOrder();
  const latenciesMs: number[] = [];
  let refused = 0;

  const customer = async () => {
    const startedAt = clock.now();
    try {
      const { order } = await reserve(deps, draft, lines, products);
      latenciesMs.push(clock.now() - startedAt);
      if (random() < load.unpaidShare) await giveBack(order, store, clock);
    } catch (error) {
      if (!(error instanceof AppError && error.code === "RATE_LIMITED")) throw error;
      refused++;
    }
  };
  const customers: Promise<void>[] = [];
  const arrivals = async () => {
    for (let i = 0; i < load.orders; i++) {
      await clock.sleep((-Math.log(1 - random()) / load.ordersPerSecond) * 1_000);
      customers.push(customer());
    }
  };
  const all = arrivals();
  await clock.run();
  await Promise.all([all, ...customers]);
  return figuresOf(load, store, latenciesMs, refused);
}

function shopOver(store: ModelledStore, clock: VirtualTime, random: Random): ReserveDeps {
  const unasked = () => Promise.reject(new Error("a store that is never short is only written to"));
  const stock: ReserveDeps["stock"] = {
    levels: unasked,
    glance: unasked,
    read: unasked,
    adjust: unasked,
    adjusted: unasked,
    shift: unasked,
    widen: unasked,
    audit: unasked,
  };
  const orders: Pick<ReserveDeps["orders"], "reserve"> = { reserve: (order) => store.reserve(order) };
  return {
    orders: orders as ReserveDeps["orders"],
    stock,
    proofs: stockProofs({ stock, clock }),
    clock,
    random,
  };
}

async function giveBack({ takes }: Order, store: ModelledStore, clock: VirtualTime): Promise<void> {
  await clock.sleep(unpaidMs);
  while (!(await store.release(takes))) await clock.sleep(busyMs);
}

function figuresOf(load: Load, { counts }: ModelledStore, latenciesMs: number[], refused: number): Figures {
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const quantile = (q: number) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
  return {
    ordersPerSecond: load.ordersPerSecond,
    shards: load.shards,
    lines: load.lines,
    conflictRate: counts.conflicts / counts.attempts,
    throttleRate: counts.throttles / counts.attempts,
    attemptsPerOrder: counts.attempts / load.orders,
    refusedShare: refused / load.orders,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    p99Ms: quantile(0.99),
  };
}
