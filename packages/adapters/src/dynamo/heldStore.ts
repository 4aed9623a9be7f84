import {
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { sliceOf } from "@doorbuster/core/ids";
import type { HeldNotice, HeldStore } from "@doorbuster/core/notification/hold";
import type { ChannelName } from "@doorbuster/core/notification/message";
import { timelineEntrySchema } from "@doorbuster/core/order/timeline";
import { isoTime } from "@doorbuster/core/ports";
import { fromItem, toItem, type Item } from "./items.ts";

/** Into how many slices the list is cut: quiet hours begin and end for a whole country at once. */
const slices = 16;

/** Held notices on DynamoDB: in each slice of the entries' ids, a list by the time at which they may go out. */
export function dynamoHeldStore(client: DynamoDBClient, table: string): HeldStore {
  const keyOf = ({ channel, until, entry }: HeldNotice) => ({
    slice: String(sliceOf(entry.id, slices)),
    due: `${isoTime(until)}#${entry.id}#${channel}`,
  });

  async function dueIn(slice: number, now: number, limit: number): Promise<HeldNotice[]> {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: "slice = :slice AND due < :after",
        // One millisecond on, as a due key goes on behind its time.
        ExpressionAttributeValues: toItem({ ":slice": String(slice), ":after": isoTime(now + 1) }),
        Limit: limit,
      }),
    );
    return Items.flatMap(heldFrom);
  }

  return {
    async put(held) {
      const { channel, until, entry } = held;
      const Item = toItem({ ...keyOf(held), channel, until, entry });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },

    async due(now, limit) {
      const perSlice = Math.ceil(limit / slices);
      const found = Array.from({ length: slices }, (_, slice) => dueIn(slice, now, perSlice));
      return (await Promise.all(found)).flat();
    },

    async drop(held) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: toItem(keyOf(held)) }));
    },
  };
}

/** One that cannot be read never will be, and holds up nobody: it is left where it is. */
function heldFrom(item: Item): HeldNotice[] {
  const row = fromItem(item);
  const entry = timelineEntrySchema.safeParse(row["entry"]).data;
  return entry ? [{ channel: row["channel"] as ChannelName, until: Number(row["until"]), entry }] : [];
}
