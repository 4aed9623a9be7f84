import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { booksSchema, explanationSchema, type BooksStore } from "@doorbuster/core/books/books";
import * as z from "zod";
import { fromItem, toItem, type Item } from "./items.ts";
import { pack, unpack } from "./packed.ts";

const auditKey = { book: "audit", entry: "state" };
const explained = "explained";

/**
 * The books of the audit, as one item: a SKU takes some 25 bytes of it, compressed, and an item may have 400 kB, so that
 * there is room for ten thousand of them.
 */
const auditSchema = z.object({ books: z.instanceof(Uint8Array) });
const explainedSchema = explanationSchema.extend({ entry: z.string() });

export function dynamoBooksStore(client: DynamoDBClient, table: string): BooksStore {
  return {
    async load() {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: toItem(auditKey), ConsistentRead: true }),
      );
      return Item && unpack(auditSchema.parse(fromItem(Item)).books, booksSchema);
    },

    async save(books) {
      const { version } = books;
      const put = {
        TableName: table,
        Item: toItem({ ...auditKey, version, books: pack(books) }),
        ...(version === 1
          ? { ConditionExpression: "attribute_not_exists(book)" }
          : {
              ConditionExpression: "version = :previous",
              ExpressionAttributeValues: toItem({ ":previous": version - 1 }),
            }),
      };
      try {
        await client.send(new PutItemCommand(put));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    async explanations() {
      const found = new Map<string, z.infer<typeof explanationSchema>>();
      let start: Item | undefined;
      do {
        const query = new QueryCommand({
          TableName: table,
          KeyConditionExpression: "book = :explained",
          ExpressionAttributeValues: toItem({ ":explained": explained }),
          ExclusiveStartKey: start,
        });
        const { Items = [], LastEvaluatedKey } = await client.send(query);
        for (const item of Items) {
          const { entry, ...explanation } = explainedSchema.parse(fromItem(item));
          found.set(entry, explanation);
        }
        start = LastEvaluatedKey;
      } while (start);
      return found;
    },

    async explain(key, explanation) {
      const Item = toItem({ book: explained, entry: key, ...explanation });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
  };
}
