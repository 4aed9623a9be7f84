import {
  ConditionalCheckFailedException,
  paginateQuery,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { productSchema, type Catalog, type Product } from "@doorbuster/core/catalog/product";
import type { ShardedSku } from "@doorbuster/core/stock/store";
import { batchGet } from "./batchGet.ts";
import { gather } from "./gather.ts";
import { fromItem, toItem, type Item } from "./items.ts";

/** The catalogue on DynamoDB. */
export function dynamoCatalog(client: DynamoDBClient, table: string): Catalog {
  const read = gather(async (skus: readonly string[]) => {
    const rows = await batchGet(
      client,
      table,
      skus.map((sku) => ({ sku })),
    );
    return new Map(rows.map((row) => productSchema.parse(row)).map((product) => [product.sku, product]));
  });
  return {
    async getMany(skus) {
      const products = await read(skus); // and perhaps some of others
      return new Map([...products].filter(([sku]) => skus.includes(sku)));
    },

    async list(collection) {
      const products: Product[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          IndexName: "byCollection",
          KeyConditionExpression: "#collection = :collection",
          ExpressionAttributeNames: { "#collection": "collection" },
          ExpressionAttributeValues: toItem({ ":collection": collection }),
        },
      );
      for await (const { Items = [] } of pages) {
        products.push(...Items.map((item) => productSchema.parse(fromItem(item))));
      }
      return products;
    },

    async put(product) {
      await client.send(new PutItemCommand({ TableName: table, Item: toItem(product) }));
    },

    async expect({ sku, expectedOrdersPerSecond, stockShards }) {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: toItem({ sku }),
            UpdateExpression: "SET expectedOrdersPerSecond = :rate, stockShards = :shards",
            ConditionExpression: "attribute_exists(sku)",
            ExpressionAttributeValues: toItem({ ":rate": expectedOrdersPerSecond, ":shards": stockShards }),
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

/** Every SKU of every collection, with its shards: a read of the whole catalogue, for whoever audits. */
export async function catalogSkus(client: DynamoDBClient, table: string): Promise<ShardedSku[]> {
  const skus: ShardedSku[] = [];
  let start: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName: table,
        ProjectionExpression: "sku, stockShards",
        ExclusiveStartKey: start,
      }),
    );
    const rows = Items.map((item) =>
      productSchema.pick({ sku: true, stockShards: true }).parse(fromItem(item)),
    );
    skus.push(...rows.map(({ sku, stockShards }) => ({ sku, shards: stockShards })));
    start = LastEvaluatedKey;
  } while (start);
  return skus;
}
