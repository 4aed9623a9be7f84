import { AppError } from "@doorbuster/core/errors";
import type { Order } from "@doorbuster/core/order/order";
import type { OrderStore } from "@doorbuster/core/order/store";

/** @throws AppError `NOT_FOUND` */
export async function findOrder(orders: OrderStore, orderId: string): Promise<Order> {
  const order = await orders.get(orderId);
  if (!order) throw new AppError("NOT_FOUND", "There is no such order.", { details: { orderId } });
  return order;
}
