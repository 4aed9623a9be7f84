import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  IdempotentParameterMismatchException,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import type { Item } from "@doorbuster/adapters/dynamo/items";
import { expect, test } from "vitest";
import { memoryStore, type MemoryStore } from "./memoryStore.ts";

/*
 * What the embedded DynamoDB does not show, or shows otherwise than AWS documents it. Everything else is held to it by
 * the differential test beside this file.
 */

const tables = {
  T: {
    key: { partition: "pk", sort: "sk" },
    indexes: { due: { partition: "dueSlice", sort: "dueAt", projection: "KEYS_ONLY" } },
  },
} as const;

const at = (sk: string) => ({ pk: { S: "p" }, sk: { S: sk } });
const filled = (...items: readonly Item[]): MemoryStore => {
  const store = memoryStore(tables);
  for (const Item of items) store.execute("PutItemCommand", { TableName: "T", Item });
  return store;
};
const outcome = (run: () => unknown) => {
  try {
    return run() as Record<string, unknown>;
  } catch (error) {
    return error;
  }
};
const invalid = expect.objectContaining({ name: "ValidationException" }) as object;

const put = (sk: string, more: Item = {}) => ({ Put: { TableName: "T", Item: { ...at(sk), ...more } } });

test("a client request token is remembered for ten minutes after its transaction, and for that one alone", () => {
  let now = 0;
  const store = memoryStore(tables, { now: () => now });
  const transact = (n: string) =>
    outcome(() =>
      store.execute("TransactWriteItemsCommand", {
        TransactItems: [put("a", { n: { N: n } })],
        ClientRequestToken: "token",
      }),
    );
  transact("1");
  store.execute("DeleteItemCommand", { TableName: "T", Key: at("a") });
  now = 10 * 60_000 - 1;
  transact("1");
  expect(store.scan("T")).toEqual([]);
  expect(transact("2")).toBeInstanceOf(IdempotentParameterMismatchException);
  now = 10 * 60_000;
  transact("2");
  expect(store.scan("T")).toEqual([{ ...at("a"), n: { N: "2" } }]);
});

test("a cancelled transaction is judged anew under the same token", () => {
  const store = filled();
  const transaction = {
    TransactItems: [
      {
        Update: {
          TableName: "T",
          Key: at("a"),
          UpdateExpression: "SET n = n + :one",
          ExpressionAttributeValues: { ":one": { N: "1" } },
        },
      },
    ],
    ClientRequestToken: "token",
  };
  expect(outcome(() => store.execute("TransactWriteItemsCommand", transaction))).toBeInstanceOf(
    TransactionCanceledException,
  );
  store.execute("PutItemCommand", { TableName: "T", Item: { ...at("a"), n: { N: "1" } } });
  store.execute("TransactWriteItemsCommand", transaction);
  expect(store.scan("T")).toEqual([{ ...at("a"), n: { N: "2" } }]);
});

test.each([
  ["an order among truth values", "flag < :v", { BOOL: true }],
  ["an order among sets", "tags >= :v", { SS: ["a"] }],
  ["the start of a number", "begins_with(n, :v)", { N: "1" }],
])("refuses %s whatever the item is like", (_, ConditionExpression, value) => {
  const attempt = () =>
    filled().execute("DeleteItemCommand", {
      TableName: "T",
      Key: at("a"),
      ConditionExpression,
      ExpressionAttributeValues: { ":v": value },
    });
  expect(outcome(attempt)).toEqual(invalid);
});

test.each(["n = n", "((attribute_exists(pk)))", "state = :v", "n BETWEEN :v AND :low"])(
  "refuses the condition %s before it looks at the item",
  (condition) => {
    const attempt = (ConditionExpression: string) =>
      filled().execute("DeleteItemCommand", {
        TableName: "T",
        Key: at("a"),
        ConditionExpression: `${ConditionExpression} OR n = :v OR n = :low`,
        ExpressionAttributeValues: { ":v": { N: "1" }, ":low": { N: "0" } },
      });
    expect(outcome(() => attempt(condition))).toEqual(invalid);
    expect(outcome(() => attempt("n = :v"))).toBeInstanceOf(ConditionalCheckFailedException);
  },
);

test("refuses to update a key even where the condition would have refused it too", () => {
  const attempt = () =>
    filled().execute("UpdateItemCommand", {
      TableName: "T",
      Key: at("a"),
      UpdateExpression: "SET sk = :v",
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeValues: { ":v": { S: "b" } },
    });
  expect(outcome(attempt)).toEqual(invalid);
});

test("an update in a transaction that would spoil an index's key cancels it, and names the item", () => {
  const spoil = {
    Update: {
      TableName: "T",
      Key: at("a"),
      UpdateExpression: "SET dueAt = :v",
      ExpressionAttributeValues: { ":v": { N: "1" } },
    },
  };
  const attempt = () => filled().execute("TransactWriteItemsCommand", { TransactItems: [put("b"), spoil] });
  expect(outcome(attempt)).toMatchObject({
    CancellationReasons: [{ Code: "None" }, { Code: "ValidationError" }],
  });
});

test("a write that changes nothing is no change", () => {
  const store = filled({ ...at("a"), tags: { SS: ["x", "y"] }, n: { N: "10" } });
  store.execute("PutItemCommand", {
    TableName: "T",
    Item: { ...at("a"), tags: { SS: ["y", "x"] }, n: { N: "1e1" } },
  });
  expect(store.records.map(({ eventName }) => eventName)).toEqual(["INSERT"]);
});

test("records hold both images, in the order of commitment", () => {
  const store = filled(at("a"));
  store.execute("TransactWriteItemsCommand", {
    TransactItems: [put("a", { n: { N: "1" } }), put("b"), { Delete: { TableName: "T", Key: at("c") } }],
  });
  store.execute("DeleteItemCommand", { TableName: "T", Key: at("b") });
  expect(store.records).toEqual([
    { table: "T", eventName: "INSERT", keys: at("a"), newImage: at("a"), sequence: 1 },
    {
      table: "T",
      eventName: "MODIFY",
      keys: at("a"),
      newImage: { ...at("a"), n: { N: "1" } },
      oldImage: at("a"),
      sequence: 2,
    },
    { table: "T", eventName: "INSERT", keys: at("b"), newImage: at("b"), sequence: 3 },
    { table: "T", eventName: "REMOVE", keys: at("b"), oldImage: at("b"), sequence: 4 },
  ]);
});

test("what goes in or comes out is a copy", () => {
  const given: Item = { ...at("a"), list: { L: [{ S: "x" }] }, bytes: { B: new Uint8Array([1]) } };
  const store = filled(given);
  const spoil = (item: Item | undefined) => {
    item?.["list"]?.L?.push({ S: "spoilt" });
    item?.["bytes"]?.B?.fill(9);
  };
  const get = () =>
    (store.execute("GetItemCommand", { TableName: "T", Key: at("a") }) as { Item: Item }).Item;
  spoil(given);
  spoil(get());
  spoil(store.scan("T")[0]);
  spoil(store.records[0]?.newImage);
  expect(get()).toEqual({ ...at("a"), list: { L: [{ S: "x" }] }, bytes: { B: new Uint8Array([1]) } });
});

test("strings are in the order of their UTF-8 bytes", () => {
  const keys = ["é", "\u{1F600}", "\uFFFD", "z", "Z"];
  const store = filled(...keys.map(at));
  const { Items } = store.execute("QueryCommand", {
    TableName: "T",
    KeyConditionExpression: "pk = :p",
    ExpressionAttributeValues: { ":p": { S: "p" } },
  }) as { Items: Item[] };
  expect(Items.map(({ sk }) => sk?.S)).toEqual(["Z", "z", "é", "\uFFFD", "\u{1F600}"]);
});

test("an item that an update made has no old state to show", () => {
  const made = filled().execute("UpdateItemCommand", {
    TableName: "T",
    Key: at("a"),
    UpdateExpression: "ADD n :one",
    ExpressionAttributeValues: { ":one": { N: "1" } },
    ReturnValues: "ALL_OLD",
  });
  expect(made).not.toHaveProperty("Attributes");
});

test("a page ends at one megabyte, and the next one goes on behind it", () => {
  const keys = ["a", "b", "c", "d"];
  const store = filled(...keys.map((sk) => ({ ...at(sk), text: { S: "x".repeat(390_000) } })));
  const query = {
    TableName: "T",
    KeyConditionExpression: "pk = :p",
    ProjectionExpression: "sk",
    ExpressionAttributeValues: { ":p": { S: "p" } },
  };
  const first = outcome(() => store.execute("QueryCommand", query));
  expect(first).toMatchObject({ Count: 3, LastEvaluatedKey: at("c") });
  const second = outcome(() => store.execute("QueryCommand", { ...query, ExclusiveStartKey: at("c") }));
  expect(second).toMatchObject({ Items: [{ sk: { S: "d" } }] });
  expect(second).not.toHaveProperty("LastEvaluatedKey");
});

test("a scan page by page shows each item once, and of a filter only what passes it", () => {
  const keys = ["a", "b", "c"].flatMap((pk) => ["1", "2"].map((sk) => ({ pk: { S: pk }, sk: { S: sk } })));
  const store = filled(...keys);
  const filter = { FilterExpression: "sk = :two", ExpressionAttributeValues: { ":two": { S: "2" } } };
  const walk = (more: object) => {
    const seen: Item[] = [];
    let start: Item | undefined;
    do {
      const page = store.execute("ScanCommand", {
        TableName: "T",
        Limit: 1,
        ExclusiveStartKey: start,
        ...more,
      });
      const { Items, LastEvaluatedKey } = page as { Items: Item[]; LastEvaluatedKey?: Item };
      seen.push(...Items);
      start = LastEvaluatedKey;
    } while (start);
    return seen;
  };
  expect(walk({})).toEqual(keys);
  expect(walk(filter)).toEqual(keys.filter(({ sk }) => sk.S === "2"));
});

test("keeps DynamoDB's limits", () => {
  const store = filled();
  const many = (count: number) => Array.from({ length: count }, (_, i) => String(i));
  const transact = (count: number) => () =>
    store.execute("TransactWriteItemsCommand", { TransactItems: many(count).map((sk) => put(sk)) });
  const batch = (count: number) => () =>
    store.execute("BatchGetItemCommand", { RequestItems: { T: { Keys: many(count).map(at) } } });
  const putBytes = (bytes: number) => () =>
    store.execute("PutItemCommand", { TableName: "T", Item: { ...at("a"), text: { S: "x".repeat(bytes) } } });
  expect(outcome(transact(101))).toEqual(invalid);
  expect(outcome(transact(100))).toHaveProperty("$metadata.httpStatusCode", 200);
  expect(outcome(batch(101))).toEqual(invalid);
  expect(outcome(batch(100))).toHaveProperty("Responses.T.length", 100);
  expect(outcome(putBytes(400 * 1024))).toEqual(invalid);
  expect(outcome(putBytes(400 * 1024 - 20))).toHaveProperty("$metadata.httpStatusCode", 200);
});

test("throws what the SDK throws, with the fields that the SDK fills", () => {
  const store = filled({ ...at("a"), n: { N: "1" } });
  const refused = outcome(() =>
    store.execute("PutItemCommand", {
      TableName: "T",
      Item: at("a"),
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    }),
  );
  expect(refused).toBeInstanceOf(ConditionalCheckFailedException);
  expect(refused).toMatchObject({
    $fault: "client",
    $metadata: { httpStatusCode: 400, requestId: "memory-2" },
    Item: { ...at("a"), n: { N: "1" } },
  });
});

test.each([
  ["BatchWriteItemCommand", {}, /BatchWriteItemCommand/],
  ["PutItemCommand", { TableName: "T", Item: at("a"), Expected: {} }, /Expected of PutItemCommand/],
  [
    "PutItemCommand",
    { TableName: "T", Item: at("a"), ConditionExpression: "attribute_exists(a.b)" },
    /paths/,
  ],
  [
    "UpdateItemCommand",
    { TableName: "T", Key: at("a"), UpdateExpression: "SET a = list_append(a, b)" },
    /list_append/,
  ],
  ["UpdateItemCommand", { TableName: "T", Key: at("a"), UpdateExpression: "REMOVE a" }, /REMOVE/],
  ["UpdateItemCommand", { TableName: "T", Key: at("a"), ReturnValues: "UPDATED_NEW" }, /UPDATED_NEW/],
])("says so where it can't do what %s asks for", (command, input, what) => {
  const refusal = outcome(() => filled().execute(command, input));
  expect(refusal).toBeInstanceOf(Error);
  expect(refusal).not.toBeInstanceOf(DynamoDBServiceException);
  expect(String(refusal)).toMatch(what);
});
