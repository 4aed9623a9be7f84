import { QueryCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { orderSchema } from "@doorbuster/core/order/order";
import type { OrderJournal, OrderMoment, Stretch } from "@doorbuster/core/order/store";
import { batchGet } from "./batchGet.ts";
import { fromItem, toItem, type Item } from "./items.ts";
import { recentSlices, orderKey } from "./orderRows.ts";

/** Every time that is written with four digits of a year sorts between these. */
const ever = { from: "0", to: "9" };
const slices = Array.from({ length: recentSlices }, (_, slice) => String(slice));

interface TimeIndex {
  readonly name: "recent" | "released";
  readonly partition: string;
  /** Begins with the time. */
  readonly sort: string;
}

const recent: TimeIndex = { name: "recent", partition: "recentSlice", sort: "placedKey" };
const released: TimeIndex = { name: "released", partition: "releasedSlice", sort: "releasedAt" };

/** Orders by time, from the indexes `recent` and `released`. */
export function dynamoOrderJournal(client: DynamoDBClient, table: string): OrderJournal {
  /** A page of one slice, oldest first. */
  const page = async (
    index: TimeIndex,
    slice: string,
    between: { from: string; to: string },
    limit: number,
    start?: Item,
  ) => {
    const { Items = [], LastEvaluatedKey: next } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: index.name,
        // It takes `to` in, which is left out below.
        KeyConditionExpression: `${index.partition} = :slice AND ${index.sort} BETWEEN :from AND :to`,
        ExpressionAttributeValues: toItem({ ":slice": slice, ":from": between.from, ":to": between.to }),
        Limit: limit,
        ExclusiveStartKey: start,
      }),
    );
    return { moments: Items.map((item) => momentOf(item, index)), next };
  };

  /**
   * What happened in one slice. Cut off, it ends with its last whole second; a second that holds more than a page is read to
   * its end, so that every stretch is longer than nothing.
   */
  const ofSlice = async (index: TimeIndex, slice: string, from: string, to: string, limit: number) => {
    const moments: OrderMoment[] = [];
    let start: Item | undefined;
    for (;;) {
      const { moments: more, next } = await page(index, slice, { from, to }, limit, start);
      moments.push(...more);
      const end = next === undefined ? to : secondOf(moments.at(-1)?.at ?? to);
      if (end > from) return { moments, to: end };
      start = next;
    }
  };

  const stretch = async (index: TimeIndex, from: string, to: string, limit: number): Promise<Stretch> => {
    const perSlice = Math.ceil(limit / recentSlices);
    const parts = await Promise.all(slices.map((slice) => ofSlice(index, slice, from, to, perSlice)));
    const end = parts.map((part) => part.to).reduce((a, b) => (a < b ? a : b));
    return { moments: parts.flatMap(({ moments }) => moments).filter(({ at }) => at < end), to: end };
  };

  return {
    async first() {
      const heads = await Promise.all(slices.map((slice) => page(recent, slice, ever, 1)));
      return heads
        .flatMap(({ moments }) => moments.map(({ at }) => at))
        .sort()
        .at(0);
    },
    placed: (from, to, limit) => stretch(recent, from, to, limit),
    released: (from, to, limit) => stretch(released, from, to, limit),
    async rows(orderIds) {
      const rows = await batchGet(client, table, orderIds.map(orderKey));
      return new Map(rows.map((row) => orderSchema.parse(row)).map((order) => [order.id, order]));
    },
  };
}

function momentOf(item: Item, { sort }: TimeIndex): OrderMoment {
  const row = fromItem(item);
  const [at = ""] = String(row[sort]).split("#");
  return { orderId: String(row["pk"]).slice("order#".length), at };
}

/** The whole second that a moment lies in. */
function secondOf(at: string): string {
  return `${at.slice(0, at.indexOf("."))}.000Z`;
}
