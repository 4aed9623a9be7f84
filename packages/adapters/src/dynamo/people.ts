import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { orderSchema, personOf, type Person } from "@doorbuster/core/order/order";
import { batchGet } from "./batchGet.ts";
import { coalesced } from "./coalesce.ts";
import { orderKey } from "./orderRows.ts";

const rowSchema = orderSchema.pick({ id: true, contact: true, shippingAddress: true });

/**
 * Whom an order is for, out of its row, the only place that says so; `undefined` once that was erased.
 *
 * @param turn within which what is asked for is read at once; a turn of the event loop unless told, which a simulation does
 * @throws Error when there is no such row: to take it for an erased one would lose a message for good
 */
export function dynamoPeople(
  client: DynamoDBClient,
  ordersTable: string,
  turn?: () => Promise<void>,
): (orderId: string) => Promise<Person | undefined> {
  const read = coalesced(async (orderIds) => {
    const attributes = Object.keys(rowSchema.shape);
    const rows = await batchGet(client, ordersTable, orderIds.map(orderKey), attributes, true);
    return new Map(rows.map((row) => rowSchema.parse(row)).map((row) => [row.id, row]));
  }, turn);
  return async (orderId) => {
    const row = await read(orderId);
    if (!row) throw new Error(`order ${orderId} was not found`);
    return personOf(row);
  };
}
