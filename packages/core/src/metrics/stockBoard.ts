import type { Catalog, Product } from "../catalog/product.ts";
import type { Log } from "../ports.ts";
import type { StockLevel, StockStore } from "../stock/store.ts";
import type { LiveNumbers } from "./liveNumbers.ts";
import { recentStart } from "./window.ts";
import { addAll, tally } from "./tally.ts";

export interface StockBoardDeps {
  readonly stock: Pick<StockStore, "read">;
  readonly catalog: Pick<Catalog, "list" | "getMany">;
  /** The drop, whose products are always shown. */
  readonly collection: string;
  readonly log: Log;
}

/** Stock need not be as fresh as orders: it costs a read per shard of every product shown. */
const stockEveryMs = 2_000;
const catalogEveryMs = 60_000;
/** How many products beyond the drop are shown: those that sell most. */
const othersMax = 20;

/** The stock of the drop, and of whatever else sells, in one process's memory. */
export class StockBoard {
  readonly #deps: StockBoardDeps;
  #drop: readonly Product[] = [];
  #others: readonly Product[] = [];
  #levels: readonly StockLevel[] = [];
  #triedAt = -Infinity;
  #catalogAt = -Infinity;
  #asOf: number | undefined;

  constructor(deps: StockBoardDeps) {
    this.#deps = deps;
  }

  /** When the levels were read, milliseconds since the epoch. */
  get asOf(): number | undefined {
    return this.#asOf;
  }

  get levels(): readonly StockLevel[] {
    return this.#levels;
  }

  get names(): ReadonlyMap<string, string> {
    return new Map([...this.#drop, ...this.#others].map(({ sku, name }) => [sku, name]));
  }

  /**
   * Reads again what is due. It never throws: the orders' numbers are worth showing without the stock, and `asOf` tells
   * that it is old. Answers whether anything was read.
   */
  async refresh(minutes: ReadonlyMap<number, LiveNumbers>, now: number): Promise<boolean> {
    if (now - this.#triedAt < stockEveryMs) return false;
    this.#triedAt = now;
    try {
      await this.#readProducts(bestSellers(minutes, now), now);
      const products = [...this.#drop, ...this.#others];
      this.#levels = await this.#deps.stock.read(
        products.map(({ sku, stockShards }) => ({ sku, shards: stockShards })),
      );
      this.#asOf = now;
      return true;
    } catch (error) {
      this.#deps.log.warn("stock could not be read for the live screen", { error: String(error) });
      return false;
    }
  }

  async #readProducts(selling: readonly string[], now: number): Promise<void> {
    const { catalog, collection } = this.#deps;
    if (now - this.#catalogAt >= catalogEveryMs) {
      this.#drop = await catalog.list(collection);
      this.#catalogAt = now;
    }
    const ofDrop = new Set(this.#drop.map(({ sku }) => sku));
    const others = selling.filter((sku) => !ofDrop.has(sku)).slice(0, othersMax);
    const known = new Map(this.#others.map((product) => [product.sku, product]));
    const missing = others.filter((sku) => !known.has(sku));
    const fetched = missing.length > 0 ? await catalog.getMany(missing) : new Map<string, Product>();
    this.#others = others.flatMap((sku) => known.get(sku) ?? fetched.get(sku) ?? []);
  }
}

/** The SKUs of the last minutes, the most units first. */
function bestSellers(minutes: ReadonlyMap<number, LiveNumbers>, now: number): string[] {
  const units = tally();
  for (const [minute, { skuUnits }] of minutes) if (minute >= recentStart(now)) addAll(units, skuUnits);
  return Object.keys(units).toSorted((a, b) => (units[b] ?? 0) - (units[a] ?? 0));
}
