import { QueryCommand, UpdateItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ConditionalCheckFailedException, TransactionConflictException } from "@aws-sdk/client-dynamodb";
import type { TransactWriteItem, UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import { orderSchema, type Order } from "@doorbuster/core/order/order";
import type { OrderPage, OrderStore } from "@doorbuster/core/order/store";
import type { Take } from "@doorbuster/core/stock/shards";
import { batchGet } from "./batchGet.ts";
import { fromItem, toItem } from "./items.ts";
import { entryFrom, entryItem } from "./entryRows.ts";
import { defaultDueSlices, readSlices, writtenSlices } from "./dueSlices.ts";
import { orderFrom, orderItem, orderKey, placedKey, recentSlices } from "./orderRows.ts";
import { dynamoOrderReader } from "./orderReader.ts";
import { shardKey } from "./stockRows.ts";
import { failedCondition, transact } from "./transact.ts";

export interface OrderTables {
  readonly orders: string;
  readonly stock: string;
}

/**
 * Orders on DynamoDB.
 *
 * @param dueSlices see `dueSlices.ts`
 */
export function dynamoOrderStore(
  client: DynamoDBClient,
  tables: OrderTables,
  dueSlices: readonly number[] = defaultDueSlices,
): OrderStore {
  const change = (each: Take, expression: string, condition: string): TransactWriteItem => ({
    Update: {
      TableName: tables.stock,
      Key: toItem(shardKey(each.sku, each.shard)),
      UpdateExpression: expression,
      ConditionExpression: condition,
      ExpressionAttributeValues: toItem({ ":n": each.quantity }),
    },
  });
  // The one condition that keeps two customers from buying the same unit.
  const take = (each: Take) => change(each, "SET available = available - :n", "available >= :n");
  const release = (each: Take) => change(each, "SET available = available + :n", "attribute_exists(pk)");

  const load = async (keys: readonly { pk: string; sk: string }[]): Promise<Order[]> => {
    const rows = await batchGet(client, tables.orders, keys);
    return rows.map((row) => orderSchema.parse(row)).sort((a, b) => (placedKey(a) < placedKey(b) ? 1 : -1));
  };

  /** Changes when an order is due; not at all when the condition does not hold any more. */
  const update = async (orderId: string, change: Omit<UpdateItemCommandInput, "TableName" | "Key">) => {
    try {
      const Key = toItem(orderKey(orderId));
      await client.send(new UpdateItemCommand({ TableName: tables.orders, Key, ...change }));
    } catch (error) {
      // While a transaction holds the row it is moving, and will be found again if that leaves it due.
      if (error instanceof TransactionConflictException) return;
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };

  /** One page of one partition of an index, newest first. */
  const newest = async (index: string, partition: string, value: string, limit: number, before?: string) => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: tables.orders,
        IndexName: index,
        KeyConditionExpression:
          before === undefined ? `${partition} = :p` : `${partition} = :p AND placedKey < :before`,
        ExpressionAttributeValues: toItem({ ":p": value, ":before": before }),
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return Items.map(fromItem) as { pk: string; sk: string; placedKey: string }[];
  };

  const page = async (keys: readonly { pk: string; sk: string; placedKey: string }[], limit: number) => {
    const first = keys.slice(0, limit);
    const orders = await load(first.map(({ pk, sk }) => ({ pk, sk })));
    const last = first.at(-1);
    return { orders, ...(keys.length >= limit && last && { cursor: last.placedKey }) } satisfies OrderPage;
  };

  return {
    async reserve(order, entry) {
      const outcome = await transact(client, [
        {
          Put: {
            TableName: tables.orders,
            Item: orderItem(order, writtenSlices(dueSlices)),
            ConditionExpression: "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        },
        { Put: { TableName: tables.orders, Item: entryItem(entry) } },
        ...order.takes.map(take),
      ]);
      if (outcome.kind === "written") return { kind: "reserved" };
      if (outcome.kind === "contended") return outcome;
      const [row, , ...shards] = outcome.reasons;
      if (failedCondition(row) && row?.Item) return { kind: "exists", order: orderFrom(row.Item) };
      return { kind: "short", takes: order.takes.filter((_, i) => failedCondition(shards[i])) };
    },

    async commit({ from, order, entry, releases }) {
      const outcome = await transact(client, [
        {
          Put: {
            TableName: tables.orders,
            Item: orderItem(order, writtenSlices(dueSlices)),
            ConditionExpression: "version = :from",
            ExpressionAttributeValues: toItem({ ":from": from }),
          },
        },
        {
          Put: {
            TableName: tables.orders,
            Item: entryItem(entry),
            ConditionExpression: "attribute_not_exists(pk)",
          },
        },
        ...releases.map(release),
      ]);
      return outcome.kind === "written";
    },

    ...dynamoOrderReader(client, tables.orders),

    async timeline(orderId) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tables.orders,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :event)",
          ExpressionAttributeValues: toItem({ ":pk": orderKey(orderId).pk, ":event": "event#" }),
          ConsistentRead: true,
        }),
      );
      return Items.map(entryFrom);
    },

    async byOwner(ownerKey, { limit, cursor }) {
      return page(await newest("byOwner", "ownerKey", ownerKey, limit, cursor), limit);
    },

    async recent({ limit, cursor }) {
      const slices = Array.from({ length: recentSlices }, (_, slice) => String(slice));
      const keys = await Promise.all(
        slices.map((slice) => newest("recent", "recentSlice", slice, limit, cursor)),
      );
      return page(
        keys.flat().sort((a, b) => (a.placedKey < b.placedKey ? 1 : -1)),
        limit,
      );
    },

    async due(before, limit) {
      const asked = readSlices(dueSlices);
      const slices = Array.from({ length: asked }, async (_, slice) => {
        const { Items = [] } = await client.send(
          new QueryCommand({
            TableName: tables.orders,
            IndexName: "due",
            KeyConditionExpression: "dueSlice = :slice AND dueAt <= :before",
            ExpressionAttributeValues: toItem({ ":slice": String(slice), ":before": before }),
            Limit: Math.ceil(limit / asked),
          }),
        );
        return Items.map(fromItem) as { pk: string; dueAt: string }[];
      });
      return (await Promise.all(slices))
        .flat()
        .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
        .map(({ pk }) => pk.slice("order#".length));
    },

    postpone: (orderId, dueAt) =>
      update(orderId, {
        UpdateExpression: "SET dueAt = :due",
        // Only ever later: an order that was confirmed meanwhile may not be due for days.
        ConditionExpression: "attribute_exists(dueSlice) AND dueAt < :due",
        ExpressionAttributeValues: toItem({ ":due": dueAt }),
      }),

    finish: (order) =>
      update(order.id, {
        UpdateExpression: "REMOVE dueAt, dueSlice",
        ConditionExpression: "version = :version",
        ExpressionAttributeValues: toItem({ ":version": order.version }),
      }),
  };
}
