import { entryFrom } from "@doorbuster/adapters/dynamo/entryRows";
import { orderFrom } from "@doorbuster/adapters/dynamo/orderRows";
import type { Order } from "@doorbuster/core/order/order";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import type { MemoryStore } from "../store/memoryStore.ts";

/** Everything in the orders table. */
export interface Ledger {
  readonly orders: readonly Order[];
  readonly entries: readonly TimelineEntry[];
}

export function readOrders(store: MemoryStore): Ledger {
  const items = store.scan("Orders");
  const rows = items.filter((item) => item["sk"]?.S === "order");
  const events = items.filter((item) => item["sk"]?.S?.startsWith("event#"));
  return { orders: rows.map(orderFrom), entries: events.map(entryFrom) };
}
