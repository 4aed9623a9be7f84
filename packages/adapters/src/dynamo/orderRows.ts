import { orderSchema, type Order } from "@doorbuster/core/order/order";
import { sliceOf } from "@doorbuster/core/ids";
import { fromItem, toItem, type Item } from "./items.ts";

/** Into how many slices `recent` and `released` are cut: 16 index partitions take about 16,000 writes a second. */
export const recentSlices = 16;

export const orderKey = (orderId: string) => ({ pk: `order#${orderId}`, sk: "order" });

/**
 * The order row with the keys of its indexes. `due` and `released` are sparse: an order with nothing open is not in the
 * one, an order that holds its units not in the other.
 *
 * @param dueSlices into how many slices `due` is cut
 */
export function orderItem(order: Order, dueSlices: number): Item {
  const slice = String(sliceOf(order.id, recentSlices));
  return toItem({
    ...order,
    ...orderKey(order.id),
    placedKey: placedKey(order),
    recentSlice: slice,
    ...(order.dueAt !== undefined && { dueSlice: String(sliceOf(order.id, dueSlices)) }),
    ...(order.releasedAt !== undefined && { releasedSlice: slice }),
  });
}

export function orderFrom(item: Item): Order {
  return orderSchema.parse(fromItem(item));
}

/** Time first, id second: a total order, also among the orders of one millisecond. */
export function placedKey(order: Pick<Order, "placedAt" | "id">): string {
  return `${order.placedAt}#${order.id}`;
}
