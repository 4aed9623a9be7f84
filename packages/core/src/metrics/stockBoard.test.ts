import { expect, test } from "vitest";
import type { Product } from "../catalog/product.ts";
import type { Log } from "../ports.ts";
import { numbersFrom, type LiveNumbers } from "./liveNumbers.ts";
import { StockBoard } from "./stockBoard.ts";

const now = Date.parse("2026-11-27T09:30:30.000Z");
const minute = Date.parse("2026-11-27T09:30:00.000Z");
const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const product = (sku: string) => ({ sku, name: `The ${sku}`, stockShards: 2 }) as Product;
const selling = (skuUnits: Record<string, number>): Map<number, LiveNumbers> =>
  new Map([[minute, { ...numbersFrom(), skuUnits }]]);

function aBoard() {
  const state = { down: false, reads: 0 };
  const board = new StockBoard({
    stock: {
      read(skus) {
        state.reads++;
        if (state.down) return Promise.reject(new Error("no connection"));
        return Promise.resolve(skus.map(({ sku }) => ({ sku, stocked: 10, available: 10 - state.reads })));
      },
    },
    catalog: {
      list: () => Promise.resolve([product("DROP-1"), product("DROP-2")]),
      getMany: (skus) =>
        Promise.resolve(new Map(skus.filter((sku) => sku !== "GONE").map((sku) => [sku, product(sku)]))),
    },
    collection: "drop",
    log: quiet,
  });
  const skus = () => board.levels.map(({ sku }) => sku);
  return { board, state, skus };
}

test("the drop is always shown, and with it what else sells, as far as the catalogue knows it", async () => {
  const { board, skus } = aBoard();
  await board.refresh(new Map(), now);
  expect(skus()).toEqual(["DROP-1", "DROP-2"]);
  await board.refresh(selling({ "DROP-1": 9, SLOW: 1, FAST: 5, GONE: 7 }), now + 2_000);
  expect(skus()).toEqual(["DROP-1", "DROP-2", "FAST", "SLOW"]);
  expect(board.names.get("FAST")).toBe("The FAST");
});

test("of a year's catalogue only the best sellers are read", async () => {
  const { board, skus } = aBoard();
  await board.refresh(
    selling(Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`S${n}`, n]))),
    now,
  );
  expect(skus()).toHaveLength(2 + 20);
  expect(skus()).toContain("S3999");
});

test("stock is not read with every tick", async () => {
  const { board, state } = aBoard();
  for (let ms = 0; ms < 10_000; ms += 250) await board.refresh(new Map(), now + ms);
  expect(state.reads).toBe(5);
});

test("stock that cannot be read stays as it was, and its age shows", async () => {
  const { board, state, skus } = aBoard();
  await board.refresh(new Map(), now);
  state.down = true;
  expect(await board.refresh(new Map(), now + 2_000)).toBe(false);
  expect([skus(), board.asOf]).toEqual([["DROP-1", "DROP-2"], now]);
  state.down = false;
  expect(await board.refresh(new Map(), now + 4_000)).toBe(true);
  expect(board.asOf).toBe(now + 4_000);
});
