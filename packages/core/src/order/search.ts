import * as z from "zod";
import { orderIdSchema } from "../ids.ts";
import { orderStatusSchema, type Order } from "./order.ts";
import type { OrderStore } from "./store.ts";

export const orderSearchSchema = z.object({
  /** An order id, or part of an e-mail address, a name or a SKU. */
  text: z.string().trim().max(254).optional(),
  status: orderStatusSchema.optional(),
  limit: z.int().min(1).max(100).default(25),
  cursor: z.string().max(100).optional(),
});
export type OrderSearch = z.infer<typeof orderSearchSchema>;

export interface OrderSearchResult {
  readonly orders: readonly Order[];
  /** Pass back to look further into the past; absent when there is nothing older. */
  readonly cursor?: string;
}

/** Orders read per page, and the most pages that one call reads before it hands back what it has. */
const pageSize = 100;
const maxPages = 10;

/**
 * Searches orders, newest first. An order id is looked up; anything else is matched while walking back in time, at most
 * 1,000 orders a call, so an answer may be short of `limit` and still have a cursor.
 */
export async function searchOrders(store: OrderStore, search: OrderSearch): Promise<OrderSearchResult> {
  if (orderIdSchema.safeParse(search.text).success) {
    const order = await store.get(search.text ?? "");
    return { orders: order ? [order] : [] };
  }
  const found: Order[] = [];
  let cursor = search.cursor;
  for (let page = 0; page < maxPages; page++) {
    const { orders, cursor: next } = await store.recent({ limit: pageSize, cursor });
    for (const order of orders) {
      if (!matches(order, search)) continue;
      found.push(order);
      if (found.length === search.limit) return { orders: found, cursor: `${order.placedAt}#${order.id}` };
    }
    if (next === undefined) return { orders: found };
    cursor = next;
  }
  return { orders: found, ...(cursor !== undefined && { cursor }) };
}

function matches(order: Order, { text, status }: OrderSearch): boolean {
  if (status !== undefined && order.status !== status) return false;
  if (!text) return true;
  const needle = text.toLowerCase();
  const haystack = [
    order.id,
    order.contact.email ?? "",
    order.shippingAddress.name ?? "",
    ...order.lines.map(({ sku }) => sku),
  ];
  return haystack.some((straw) => straw.toLowerCase().includes(needle));
}
