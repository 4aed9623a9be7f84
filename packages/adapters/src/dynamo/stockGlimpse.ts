import { TransactGetItemsCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { ShardLevels } from "@doorbuster/core/stock/shards";
import type { ShardedSku } from "@doorbuster/core/stock/store";
import { fromItem, toItem } from "./items.ts";
import { headKey, shardKeys, stockRowOf, type StockRow } from "./stockRows.ts";
import { isContention } from "./transact.ts";

/** The rows of one SKU. */
export interface Glimpse {
  readonly head: (StockRow & { kind: "head" }) | undefined;
  readonly levels: Map<number, number>;
}

/** All of them. */
interface WholeGlimpse {
  readonly head: Glimpse["head"];
  readonly levels: ShardLevels;
}

/**
 * The head and the shards of one SKU at one moment. A head that says that units may lie in more shards makes the reading
 * no proof, and it is made again:
 *
 *   this                        to more shards
 *   catalogue: 4 shards
 *                               head: 8; catalogue: 8; units move from 0 to 4
 *   reads head and 0 to 3: no unit, but the head says 8 → reads head and 0 to 7
 */
export async function glimpseAtOnce(
  client: DynamoDBClient,
  table: string,
  { sku, shards }: ShardedSku,
): Promise<WholeGlimpse> {
  const keys = [headKey(sku), ...shardKeys(sku, shards)];
  const { Responses = [] } = await client.send(
    new TransactGetItemsCommand({
      TransactItems: keys.map((key) => ({ Get: { TableName: table, Key: toItem(key) } })),
    }),
  );
  const { head, levels } = glimpse(parsed(Responses.flatMap(({ Item }) => (Item ? [fromItem(Item)] : []))));
  if (head && head.shards > shards) return glimpseAtOnce(client, table, { sku, shards: head.shards });
  return { head, levels: filled(levels, shards) };
}

export async function unlessContended<T>(read: Promise<T>): Promise<T | "contended"> {
  try {
    return await read;
  } catch (error) {
    if (isContention(error)) return "contended";
    throw error;
  }
}

export function glimpse(rows: readonly StockRow[]): Glimpse {
  return {
    head: rows.find((row) => row.kind === "head"),
    levels: new Map(rows.flatMap((row) => (row.kind === "shard" ? [[row.shard, row.available]] : []))),
  };
}

export function parsed(rows: readonly Record<string, unknown>[]): StockRow[] {
  return rows.flatMap((row) => stockRowOf(row) ?? []);
}

/** A level for each shard; one without a row holds nothing. */
export function filled(levels: ReadonlyMap<number, number>, shards: number): ShardLevels {
  return Array.from({ length: shards }, (_, shard) => levels.get(shard) ?? 0);
}
