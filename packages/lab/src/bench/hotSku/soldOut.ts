import { randomUUID } from "node:crypto";
import { readTokens } from "@doorbuster/core/access/readToken";
import type { Product } from "@doorbuster/core/catalog/product";
import { AppError } from "@doorbuster/core/errors";
import type { CheckoutAnswer } from "@doorbuster/core/order/checkout";
import { placeOrder, type PlaceDeps } from "@doorbuster/core/order/place";
import { defaultPolicy } from "@doorbuster/core/order/policy";
import type { PaymentProvider } from "@doorbuster/core/payment/provider";
import { stockProofs, type StockProofs } from "@doorbuster/core/stock/proofs";
import type { ShopBench } from "./shopBench.ts";

export interface Answers {
  readonly what: string;
  /** Over how many the SKU lies. */
  readonly shards: number;
  readonly checkouts: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface SoldOutTimes {
  readonly sold: Answers;
  /** What a crowd is told by a process, which proves it anew once a second. */
  readonly crowd: Answers;
  /** What the first of a crowd is told by its process. */
  readonly first: Answers;
}

const concurrency = 16;
/** So many times the checkouts of a sale, which are a few seconds of a crowd. */
const crowdFactor = 8;

/**
 * How long a checkout takes that is sold, beside one that is told "sold out". The provider answers at once, so that a sale
 * looks as quick as it ever can.
 */
export async function timeSoldOut(
  bench: ShopBench,
  shards: number,
  checkouts: number,
): Promise<SoldOutTimes> {
  const plenty = await bench.put(`PLENTY-${shards}`, checkouts * 2, shards);
  const gone = await bench.put(`GONE-${shards}`, 1, shards);
  const known = stockProofs(bench);
  await closedLoop(bench, gone, 1, () => known);
  const timed = async (what: string, product: Product, count: number, proofs: () => StockProofs) => {
    await closedLoop(bench, product, Math.ceil(checkouts / 4), proofs); // until the code of this way is warm
    const sorted = (await closedLoop(bench, product, count, proofs)).toSorted((a, b) => a - b);
    const quantile = (q: number) => sorted[Math.ceil(q * sorted.length) - 1] ?? Number.NaN;
    return { what, shards, checkouts: count, p50Ms: quantile(0.5), p95Ms: quantile(0.95) };
  };
  return {
    sold: await timed("sold", plenty, checkouts, () => known),
    crowd: await timed("sold out, one of a crowd", gone, crowdFactor * checkouts, () => known),
    first: await timed("sold out, first of its process", gone, checkouts, () => stockProofs(bench)),
  };
}

async function closedLoop(bench: ShopBench, product: Product, count: number, proofs: () => StockProofs) {
  const latencies: number[] = [];
  let begun = 0;
  const customer = async () => {
    while (begun++ < count) {
      const startedAt = performance.now();
      await checkout(bench, product, proofs());
      latencies.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, customer));
  return latencies;
}

/** One unit for a guest whose card is good: what a whole checkout comes to. */
export async function checkout(
  bench: ShopBench,
  product: Product,
  proofs: StockProofs,
): Promise<CheckoutAnswer["status"] | "SOLD_OUT"> {
  const deps: PlaceDeps = { ...bench, proofs, ...sideParts };
  const order = {
    idempotencyKey: randomUUID(),
    lines: [{ sku: product.sku, quantity: 1 }],
    expectedTotal: product.price,
    payment: { token: "pm_card_visa" },
    contact: { email: "bench@example.com" },
    shippingAddress: { name: "B", line1: "1 High Street", city: "London", postalCode: "N1", country: "GB" },
  };
  try {
    const trace = "1-00000000-000000000000000000000000";
    return (await placeOrder(deps, order, { kind: "guest" }, trace)).status;
  } catch (error) {
    if (!(error instanceof AppError && error.code === "SOLD_OUT")) throw error;
    return error.code;
  }
}

const silent = () => {};
const unasked = () => Promise.reject(new Error("only authorisations are asked for here"));
const payments: PaymentProvider = {
  authorize: async ({ amount, orderId }) => ({ paymentId: `pi_${orderId}`, amount, state: "authorized" }),
  capture: unasked,
  void: unasked,
  refund: unasked,
  get: unasked,
  find: unasked,
};
const sideParts = {
  payments,
  policy: defaultPolicy,
  tokens: readTokens(async () => Buffer.alloc(32, "benchmark").toString("base64")),
  log: { info: silent, warn: silent, error: silent },
};
