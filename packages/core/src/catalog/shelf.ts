import { AppError } from "../errors.ts";
import type { Clock } from "../ports.ts";
import type { StockStore } from "../stock/store.ts";
import type { Catalog, Product } from "./product.ts";

/** A product as shoppers see it. */
export interface Offer {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly tagline: string;
  readonly description: string;
  readonly picture: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly price: Product["price"];
  readonly limitPerOrder: number | undefined;
  /** Units that can still be bought, a moment ago. */
  readonly left: number;
}

export interface Shelf {
  list(collection: string): Promise<readonly Offer[]>;
  /** @throws AppError `NOT_FOUND` */
  get(sku: string): Promise<Offer>;
}

/** How old what shoppers see may be. A crowd then costs one read a second and function, whatever its size. */
const freshMs = 1_000;
/** More SKUs than this are not kept: an attacker who asks for nonsense must not fill the memory. */
const maxKept = 1_000;

/** What is for sale with what is left of it, through a cache of one second. */
export function cachedShelf(deps: { catalog: Catalog; stock: StockStore; clock: Clock }): Shelf {
  const withStock = async (products: readonly Product[]): Promise<Offer[]> => {
    const levels = await deps.stock.read(
      products.map(({ sku, stockShards }) => ({ sku, shards: stockShards })),
    );
    const left = new Map(levels.map((level) => [level.sku, level.available]));
    return products.map((product) => offer(product, left.get(product.sku) ?? 0));
  };
  const lists = briefly(deps.clock, async (collection: string) =>
    withStock(await deps.catalog.list(collection)),
  );
  const single = briefly(deps.clock, async (sku: string) => {
    const product = (await deps.catalog.getMany([sku])).get(sku);
    return product ? withStock([product]) : [];
  });
  return {
    list: lists,
    async get(sku) {
      const [found] = await single(sku);
      if (!found) throw new AppError("NOT_FOUND", `There is no product ${sku}.`, { details: { sku } });
      return found;
    },
  };
}

function offer(product: Product, left: number): Offer {
  const { sku, name, category, tagline, description, picture, attributes, price, limitPerOrder } = product;
  return { sku, name, category, tagline, description, picture, attributes, price, limitPerOrder, left };
}

/** Remembers each answer for a moment, and lets callers that come at once share one question. */
function briefly<T>(clock: Clock, load: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const kept = new Map<string, { at: number; value: Promise<T> }>();
  return (key) => {
    const now = clock.now();
    const hit = kept.get(key);
    if (hit && now - hit.at < freshMs) return hit.value;
    if (kept.size >= maxKept) kept.clear();
    const value = load(key);
    kept.set(key, { at: now, value });
    value.catch(() => kept.delete(key));
    return value;
  };
}
