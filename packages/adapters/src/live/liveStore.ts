import {
  ConditionalCheckFailedException,
  GetItemCommand,
  paginateScan,
  PutItemCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import type { NumbersReader } from "@doorbuster/core/anomaly/slotHistory";
import { merge } from "@doorbuster/core/metrics/liveNumbers";
import { slotMs, slotOf, type BucketKey } from "@doorbuster/core/metrics/liveBucket";
import type { LiveReader, LiveStore } from "@doorbuster/core/metrics/liveStore";
import { slicesOf, type SlicePlan } from "@doorbuster/core/metrics/slicePlan";
import { batchGet } from "../dynamo/batchGet.ts";
import { fromItem, toItem } from "../dynamo/items.ts";
import {
  bucketFrom,
  itemOf,
  keyFrom,
  keyOf,
  numbersAttributes,
  numbersFromItem,
  numbersReadingFrom,
  readingAttributes,
  readingFrom,
} from "./bucketItem.ts";

interface Options {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Into how many slices slots are cut. */
  readonly plan: SlicePlan;
}

/** Live counts on DynamoDB, for the consumer that counts. */
export function dynamoLiveStore({ client, table }: Omit<Options, "plan">): LiveStore {
  return {
    async get(key) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: toItem(keyOf(key)), ConsistentRead: true }),
      );
      return Item && bucketFrom(fromItem(Item));
    },

    async put(bucket) {
      const previous = bucket.version - 1;
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: toItem(itemOf(bucket)),
            ...(previous === 0
              ? { ConditionExpression: "attribute_not_exists(slot)" }
              : {
                  ConditionExpression: "version = :previous",
                  ExpressionAttributeValues: toItem({ ":previous": previous }),
                }),
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}

/** The same for the screen. */
export function dynamoLiveReader(options: Options): LiveReader {
  return {
    read: async (...question) => (await itemsOf(options, readingAttributes, ...question)).map(readingFrom),
  };
}

/** The same for whoever needs no single orders. */
export function dynamoNumbersReader(options: Options): NumbersReader {
  return {
    read: async (...question) =>
      (await itemsOf(options, numbersAttributes, ...question)).map(numbersReadingFrom),
  };
}

async function itemsOf(
  { client, table, plan }: Options,
  attributes: readonly string[],
  ...[from, to, known]: Parameters<LiveReader["read"]>
) {
  const keys: BucketKey[] = [];
  for (let at = Math.ceil(from / slotMs) * slotMs; at < to; at += slotMs) {
    const slot = slotOf(at);
    for (let slice = 0; slice < slicesOf(slot, plan); slice++) keys.push({ slot, slice });
  }
  const items = await batchGet(client, table, keys.map(keyOf), attributes);
  return items.filter((item) => Number(item["version"]) > known(keyFrom(item)));
}

/** All that was ever counted and is still kept: a scan of the whole table, for reconciliation. */
export async function liveTotals({ client, table }: Omit<Options, "plan">) {
  const pages = paginateScan(
    { client },
    { TableName: table, ConsistentRead: true, ProjectionExpression: "numbers" },
  );
  let totals = merge([]);
  for await (const { Items = [] } of pages) {
    // What the anomaly detector keeps in this table has no numbers.
    const buckets = Items.map(fromItem).filter((item) => "numbers" in item);
    totals = merge([totals, ...buckets.map(numbersFromItem)]);
  }
  const { counts, revenueMinor, refundedMinor, units } = totals;
  return { counts, revenueMinor, refundedMinor, units };
}
