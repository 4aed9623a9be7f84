import { isDeepStrictEqual } from "node:util";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import { tableStream } from "@doorbuster/local/lambda/sources/tableStream";
import type { Clients } from "@doorbuster/local/services/clients";
import type { StreamRecord } from "../memoryStore.ts";
import { comparable, spelling } from "./outcome.ts";

interface Change {
  readonly eventName: string;
  readonly keys: Item;
  /** None of an item that was removed. */
  readonly newImage?: Item | undefined;
}

/** What became of each item, change by change. */
type Changes = ReadonlyMap<string, readonly Change[]>;

export function changesOf(records: readonly StreamRecord[], table: string): Changes {
  const ofTable = records.filter((record) => record.table === table);
  return byItem(ofTable.map(({ eventName, keys, newImage }) => ({ eventName, keys, newImage })));
}

/** A record of a table's stream as a Lambda function sees it, with binary values in base64. */
interface LambdaRecord {
  readonly eventName: string;
  readonly dynamodb: { readonly Keys: Item; readonly NewImage?: Item };
}

/** The same from a stream of new images, read to its end. */
export async function changesOfStream(client: Clients["dynamodbStreams"], table: string): Promise<Changes> {
  const { signal } = new AbortController();
  const stream = tableStream(client, table);
  const { arn, shards } = await stream.describe(signal);
  const changes: Change[] = [];
  for (const { id } of shards) {
    const shard = { streamArn: arn, shard: id };
    let iterator: string | undefined = await stream.open(shard, "TRIM_HORIZON", signal);
    while (iterator !== undefined) {
      const { records, next } = await stream.read(shard, iterator, stream.readLimit, signal);
      for (const { record } of records) {
        const { eventName, dynamodb } = record as LambdaRecord;
        changes.push({ eventName, keys: dynamodb.Keys, newImage: dynamodb.NewImage });
      }
      iterator = records.length === 0 ? undefined : next;
    }
  }
  const reported = byItem(changes);
  return new Map([...reported].map(([item, each]) => [item, effective(each)]));
}

function byItem(changes: readonly Change[]): Changes {
  return Map.groupBy(changes.map(comparable), ({ keys }) => spelling(keys));
}

/**
 * Without writes that left the item as it was: the embedded DynamoDB reports them, AWS does not (Developer Guide, "Change
 * data capture for DynamoDB Streams").
 */
function effective(changes: readonly Change[]): Change[] {
  return changes.filter(({ newImage }, i) => !isDeepStrictEqual(newImage, changes[i - 1]?.newImage));
}
