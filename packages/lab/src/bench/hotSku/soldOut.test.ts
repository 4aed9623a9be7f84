import { afterAll, beforeAll, expect, test } from "vitest";
import { fewShards } from "@doorbuster/core/order/reserve";
import { stockProofs } from "@doorbuster/core/stock/proofs";
import { maxStockShards } from "@doorbuster/core/stock/shardCount";
import { callsPerOrder } from "../calls/calls.ts";
import { countCalls } from "../calls/counter.ts";
import { openShopBench, type ShopBench } from "./shopBench.ts";
import { checkout } from "./soldOut.ts";

// How long "sold out" takes depends on the machine and is for `npm run bench -- hot-sku` to say; how often the store is
// asked on the way depends on the code alone, and is held here.

const calls = countCalls();
let bench: ShopBench;
beforeAll(async () => {
  bench = await openShopBench({ faults: false }); // its proxy's own calls would be counted too
}, 60_000);
afterAll(() => bench[Symbol.asyncDispose]());

/** A second that never ends, so that no machine is too slow for what is proved. */
const atOneMoment = () => stockProofs({ stock: bench.stock, clock: { ...bench.clock, now: () => 0 } });

/** What was said, and the calls to DynamoDB on the way to it, by name. */
async function counted(work: Promise<string>) {
  const before = { store: { ...calls.store }, provider: {} };
  const said = await work;
  const { store } = callsPerOrder(before, calls, 1);
  return { said, calls: Object.fromEntries(Object.entries(store).filter(([, count]) => count > 0)) };
}

const all = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** What a sale asks of the store, whatever the number of shards: the catalogue; reserve; confirm. */
const sale = { BatchGetItem: 1, TransactWriteItems: 2 };

test.each([1, 4, maxStockShards])("a sale over %i shards makes three calls to the store", async (shards) => {
  const product = await bench.put(`PLENTY-${shards}`, shards * 10, shards);
  expect(await counted(checkout(bench, product, atOneMoment()))).toEqual({ said: "confirmed", calls: sale });
});

/**
 * What "sold out" asks when it has yet to be proved: the catalogue; an attempt at some shard; the proof; is there an order
 * under this key already? Over many shards all are looked at before they are proved.
 */
const proved = { BatchGetItem: 1, TransactWriteItems: 1, TransactGetItems: 1, GetItem: 1 };

test.each([
  { shards: 1, asked: proved },
  { shards: fewShards, asked: proved },
  { shards: fewShards + 1, asked: { ...proved, BatchGetItem: 2 } },
  { shards: maxStockShards, asked: { ...proved, BatchGetItem: 2 } },
])(
  "'sold out' over $shards shards is said after a few reads and a single attempt to write; once proved, after fewer calls than a sale",
  async ({ shards, asked }) => {
    const product = await bench.put(`GONE-${shards}`, 0, shards);
    const proofs = atOneMoment();
    expect(await counted(checkout(bench, product, proofs))).toEqual({ said: "SOLD_OUT", calls: asked });
    // As known: of the stock nobody is asked.
    const known = await counted(checkout(bench, product, proofs));
    expect(known).toEqual({ said: "SOLD_OUT", calls: { BatchGetItem: 1, GetItem: 1 } });
    expect([all(known.calls), all(sale)]).toEqual([2, 3]);
  },
);
