import { isDeepStrictEqual } from "node:util";
import { fromItem } from "@doorbuster/adapters/dynamo/items";
import { stockRowOf } from "@doorbuster/adapters/dynamo/stockRows";
import { foldLines } from "@doorbuster/core/catalog/price";
import { isKept } from "@doorbuster/core/order/standing";
import type { Simulation } from "../simulation.ts";
import type { MemoryStore, StreamRecord } from "../store/memoryStore.ts";
import type { Ledger } from "./orders.ts";

const invariant = "never oversell";

/** One SKU's books. */
interface Account {
  stocked: number;
  readonly available: Map<number, number>;
  held: number;
}

/** What was available of a SKU, from a moment on. */
interface Level {
  readonly at: number;
  readonly available: number;
}

/**
 * Never oversell: after every single write, for every SKU, what was stocked is what is available and what orders hold,
 * and no shard is below zero.
 */
export class StockBooks {
  readonly #simulation: Simulation;
  readonly #accounts = new Map<string, Account>();
  readonly #levels = new Map<string, Level[]>();
  #read = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Takes in the changes of one command, which all took effect at once. */
  advance({ records }: MemoryStore): void {
    const touched = new Set<string>();
    for (; this.#read < records.length; this.#read++) {
      const record = records[this.#read];
      if (record?.table === "Stock") this.#stockChanged(record, touched);
      else if (record?.table === "Orders" && record.keys["sk"]?.S === "order")
        this.#orderChanged(record, touched);
    }
    for (const sku of touched) this.#balance(sku);
  }

  /** The least that was available of a SKU at any moment of a stretch of time. */
  leastAvailable(sku: string, fromMs: number, toMs: number): number {
    const levels = this.#levels.get(sku) ?? [];
    const before = levels.findLast(({ at }) => at < fromMs);
    const within = levels.filter(({ at }) => at >= fromMs && at <= toMs);
    return Math.min(...[...(before ? [before] : []), ...within].map(({ available }) => available), Infinity);
  }

  #stockChanged({ newImage }: StreamRecord, touched: Set<string>): void {
    const row = newImage && stockRowOf(fromItem(newImage));
    if (!row) return;
    const account = this.#account(row.sku);
    if (row.kind === "head") account.stocked = row.stocked;
    else account.available.set(row.shard, row.available);
    touched.add(row.sku);
  }

  #orderChanged({ oldImage, newImage }: StreamRecord, touched: Set<string>): void {
    for (const [image, sign] of [
      [oldImage, -1],
      [newImage, 1],
    ] as const) {
      for (const { M: take = {} } of image?.["takes"]?.L ?? []) {
        const sku = take["sku"]?.S ?? "";
        this.#account(sku).held += sign * Number(take["quantity"]?.N);
        touched.add(sku);
      }
    }
  }

  #balance(sku: string): void {
    const { stocked, available, held } = this.#account(sku);
    const left = [...available.values()].reduce((sum, units) => sum + units, 0);
    const sums = `${sku}: ${stocked} stocked, ${left} available, ${held} held by orders`;
    if ([...available.values()].some((units) => units < 0)) this.#violate(`a shard is below zero; ${sums}`);
    if (stocked !== left + held) this.#violate(sums);
    const levels = this.#levels.get(sku) ?? [];
    this.#levels.set(sku, levels);
    levels.push({ at: this.#simulation.scheduler.now, available: left });
  }

  #account(sku: string): Account {
    const account = this.#accounts.get(sku) ?? { stocked: 0, available: new Map<number, number>(), held: 0 };
    this.#accounts.set(sku, account);
    return account;
  }

  #violate(what: string): void {
    this.#simulation.violate(invariant, what);
  }
}

/** Once quiet: an order that stands holds exactly what was ordered, any other nothing; and every unit was put in once. */
export function checkStock(simulation: Simulation, { orders }: Ledger, store: MemoryStore): void {
  for (const order of orders) {
    const held = foldLines(order.takes);
    const due = isKept(order) ? foldLines(order.lines) : [];
    if (!isDeepStrictEqual(held, due)) {
      simulation.violate(invariant, `${order.id} is ${order.status} and holds ${JSON.stringify(held)}`);
    }
  }
  const rows = store.scan("Stock").map(fromItem);
  for (const [sku, ofSku] of Map.groupBy(rows, (row) => String(row["pk"]).split("#")[1] ?? "")) {
    const once = ofSku.filter(({ sk }) => String(sk).startsWith("once#"));
    const recorded = once.reduce((sum, { units }) => sum + Number(units), 0);
    const stocked = Number(ofSku.find(({ sk }) => sk === "head")?.["stocked"] ?? 0);
    if (stocked !== recorded) {
      simulation.violate(invariant, `${stocked} of ${sku} are stocked, and ${recorded} were put in`);
    }
  }
}
