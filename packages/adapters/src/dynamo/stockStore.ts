import {
  ConditionalCheckFailedException,
  GetItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactionConflictException,
  UpdateItemCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { available, type ShardLevels } from "@doorbuster/core/stock/shards";
import type { ShardedSku, StockCounter, StockLevel, StockStore } from "@doorbuster/core/stock/store";
import { batchGet } from "./batchGet.ts";
import { fromItem, toItem } from "./items.ts";
import {
  adjustmentFrom,
  auditCursor,
  headKey,
  onceKey,
  shardKeys,
  stockRowOf,
  type StockRow,
} from "./stockRows.ts";
import { adjustStock, shiftStock } from "./stockWrites.ts";
import { isContention } from "./transact.ts";

/** Stock on DynamoDB: per SKU a head row and its shards, an audit trail, and what each idempotency key stands for. */
export function dynamoStockStore(client: DynamoDBClient, table: string): StockStore & StockCounter {
  /**
   * The head and the shards of one SKU at one moment. A head that says that units may lie in more shards makes the reading
   * no proof, and it is made again:
   *
   *   this                        to more shards
   *   catalogue: 4 shards
   *                               head: 8; catalogue: 8; units move from 0 to 4
   *   reads head and 0 to 3: no unit, but the head says 8 → reads head and 0 to 7
   */
  const glimpseAtOnce = async ({ sku, shards }: ShardedSku): Promise<WholeGlimpse> => {
    const keys = [headKey(sku), ...shardKeys(sku, shards)];
    const { Responses = [] } = await client.send(
      new TransactGetItemsCommand({
        TransactItems: keys.map((key) => ({ Get: { TableName: table, Key: toItem(key) } })),
      }),
    );
    const { head, levels } = glimpse(parsed(Responses.flatMap(({ Item }) => (Item ? [fromItem(Item)] : []))));
    if (head && head.shards > shards) return glimpseAtOnce({ sku, shards: head.shards });
    return { head, levels: filled(levels, shards) };
  };

  const unlessContended = async <T>(read: Promise<T>): Promise<T | "contended"> => {
    try {
      return await read;
    } catch (error) {
      if (isContention(error)) return "contended";
      throw error;
    }
  };

  const readRows = async (keys: readonly object[]) => parsed(await batchGet(client, table, keys));

  /** Heads and shards of many SKUs, each row as of its own moment. A SKU that was never stocked is absent. */
  const look = async (skus: readonly ShardedSku[]): Promise<Map<string, Glimpse>> => {
    const rows = await readRows(skus.flatMap(({ sku, shards }) => [headKey(sku), ...shardKeys(sku, shards)]));
    const asked = new Map(skus.map(({ sku, shards }) => [sku, shards]));
    const beyond = rows.flatMap((row) =>
      row.kind === "head" ? shardKeys(row.sku, row.shards, asked.get(row.sku)) : [],
    );
    const all = [...rows, ...(await readRows(beyond))];
    return new Map([...Map.groupBy(all, ({ sku }) => sku)].map(([sku, ofSku]) => [sku, glimpse(ofSku)]));
  };

  return {
    levels: (each) => unlessContended(glimpseAtOnce(each).then(({ levels }) => levels)),

    count: (each) =>
      unlessContended(
        glimpseAtOnce(each).then(({ head, levels }) => ({
          stocked: head?.stocked ?? 0,
          available: available(levels),
          least: Math.min(...levels),
        })),
      ),

    async glance(skus) {
      const seen = await look(skus);
      return new Map(
        skus.map(({ sku, shards }) => {
          const { head, levels } = seen.get(sku) ?? glimpse([]);
          return [sku, filled(levels, Math.max(shards, head?.shards ?? 0))];
        }),
      );
    },

    async read(skus) {
      return [...(await look(skus))].map(([sku, { head, levels }]): StockLevel => ({
        sku,
        stocked: head?.stocked ?? 0,
        available: available([...levels.values()]),
      }));
    },

    adjust: (adjustment, changes, shards) => adjustStock(client, table, adjustment, changes, shards),

    async adjusted(sku, idempotencyKey) {
      const Key = toItem(onceKey(sku, idempotencyKey));
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
      return Item && adjustmentFrom(Item);
    },

    shift: (sku, changes) => shiftStock(client, table, sku, changes),

    async widen({ sku, shards }) {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: toItem(headKey(sku)),
            UpdateExpression: "SET shards = :shards",
            ConditionExpression: "attribute_not_exists(shards) OR shards < :shards",
            ExpressionAttributeValues: toItem({ ":shards": shards }),
          }),
        );
      } catch (error) {
        // A restock or a stock-take is writing the head at this moment.
        if (error instanceof TransactionConflictException) return "contended";
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
      return "written";
    },

    async audit(sku, { limit, cursor }) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          // No row of a SKU sorts before its audit entries; "$" is the character after "#".
          KeyConditionExpression: "pk = :pk AND sk < :before",
          ExpressionAttributeValues: toItem({
            ":pk": headKey(sku).pk,
            ":before": cursor === undefined ? "audit$" : `audit#${cursor}`,
          }),
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      const entries = Items.map(adjustmentFrom);
      const last = entries.at(-1);
      return { entries, ...(last && entries.length === limit && { cursor: auditCursor(last) }) };
    },
  };
}

/** The rows of one SKU. */
interface Glimpse {
  readonly head: (StockRow & { kind: "head" }) | undefined;
  readonly levels: Map<number, number>;
}

/** All of them. */
interface WholeGlimpse {
  readonly head: Glimpse["head"];
  readonly levels: ShardLevels;
}

function glimpse(rows: readonly StockRow[]): Glimpse {
  return {
    head: rows.find((row) => row.kind === "head"),
    levels: new Map(rows.flatMap((row) => (row.kind === "shard" ? [[row.shard, row.available]] : []))),
  };
}

function parsed(rows: readonly Record<string, unknown>[]): StockRow[] {
  return rows.flatMap((row) => stockRowOf(row) ?? []);
}

/** A level for each shard; one without a row holds nothing. */
function filled(levels: ReadonlyMap<number, number>, shards: number): ShardLevels {
  return Array.from({ length: shards }, (_, shard) => levels.get(shard) ?? 0);
}
