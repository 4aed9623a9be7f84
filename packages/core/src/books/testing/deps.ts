import type { LedgerPayment } from "../../payment/ledger.ts";
import type { Order } from "../../order/order.ts";
import type { Stretch } from "../../order/store.ts";
import type { AuditDeps } from "../audit.ts";
import type { AuditedShop } from "./shop.ts";

/** What an audit asks of a shop in memory; every answer takes its time. */
export function depsOf(shop: AuditedShop): AuditDeps {
  const ask = shop.ask.bind(shop);
  const silent = () => undefined;
  return {
    clock: { now: () => shop.now, sleep: async (ms) => shop.goTo(shop.now + ms) },
    random: () => 0.5,
    log: { info: silent, warn: silent, error: silent },
    orders: { get: (id) => ask(() => shop.orders.get(id)) },
    skus: () => ask(() => [...shop.stock.keys()].map((sku) => ({ sku, shards: 1 }))),
    stock: {
      count: ({ sku }) => ask(() => ({ ...shop.level(sku), least: shop.level(sku).available })),
    },
    journal: {
      first: () => ask(() => [...shop.orders.values()].map(({ placedAt }) => placedAt).sort()[0]),
      placed: (from, to) => ask(() => stretchOf(shop, from, to, ({ placedAt }) => placedAt)),
      released: (from, to) => ask(() => stretchOf(shop, from, to, ({ releasedAt }) => releasedAt)),
      rows: (ids) => ask(() => new Map([...shop.orders].filter(([id]) => ids.includes(id)))),
    },
    ledger: ledgerOf(shop),
    live: {
      read: (from, to) =>
        ask(() => [...shop.buckets.values()].filter(({ slot }) => isIn(Date.parse(slot), from, to))),
    },
    books: {
      load: () => ask(() => shop.books),
      save: (books) =>
        ask(() => {
          if ((shop.books?.version ?? 0) !== books.version - 1) return false;
          shop.books = books;
          return true;
        }),
      explanations: () => ask(() => shop.explained),
      explain: (key, explanation) => ask(() => void shop.explained.set(key, explanation)),
    },
  };
}

function ledgerOf(shop: AuditedShop): AuditDeps["ledger"] {
  const ask = <T>(look: () => T) =>
    shop.ask(() => {
      if (shop.silence) throw shop.silence;
      return look();
    });
  return {
    made: (from, to) =>
      each(ask(() => [...shop.payments.values()].filter(({ madeAt }) => isIn(madeAt, from, to)))),
    refunded: (from, to) =>
      each(
        ask(() => {
          const refunds = shop.refunds.filter(({ at }) => isIn(at, from, to));
          return refunds.flatMap(({ paymentId }) => shop.payments.get(paymentId) ?? []);
        }),
      ),
    get: (id) => ask((): LedgerPayment | undefined => shop.payments.get(id)),
  };
}

async function* each<T>(list: Promise<readonly T[]>): AsyncGenerator<T> {
  yield* await list;
}

const isIn = (at: number, from: number, to: number) => at >= from && at < to;

function stretchOf(
  shop: AuditedShop,
  from: string,
  to: string,
  timeOf: (order: Order) => string | undefined,
): Stretch {
  const moments = [...shop.orders.values()].flatMap((order) => {
    const at = timeOf(order);
    const isThere = at !== undefined && at >= from && at < to && shop.isShown(order, at);
    return isThere ? [{ orderId: order.id, at }] : [];
  });
  return { moments, to };
}
