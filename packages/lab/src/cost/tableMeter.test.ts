import {
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { toItem } from "@doorbuster/adapters/dynamo/items";
import { expect, test } from "vitest";
import { itemBytes, meterTables } from "./tableMeter.ts";

const put = (item: object, TableName = "Orders") => new PutItemCommand({ TableName, Item: toItem(item) });
const transactPut = (item: object) =>
  new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: "Orders", Item: toItem(item) } }] });
const key = { pk: "order#1", sk: "order" };

test("an item is as large as its names and values, with what lists, maps and numbers add", () => {
  expect(itemBytes(toItem({ pk: "abc" }))).toBe(5);
  expect(itemBytes(toItem({ n: 1234 }))).toBe(1 + 3);
  expect(itemBytes(toItem({ m: { a: "b" } }))).toBe(1 + 3 + 1 + 2);
  expect(itemBytes(toItem({ l: ["x", "y"] }))).toBe(1 + 3 + 2 * 2);
});

test("a write costs a unit for every KB begun, and twice that in a transaction", async () => {
  const meter = meterTables();
  await meter.client.send(put({ ...key, text: "x".repeat(900) }));
  expect(meter.units.get("Orders")?.write).toBe(1);
  await meter.client.send(put({ pk: "order#2", sk: "order", text: "x".repeat(1_100) }));
  expect(meter.units.get("Orders")?.write).toBe(1 + 2);
  await meter.client.send(transactPut({ pk: "order#3", sk: "order", text: "x".repeat(1_100) }));
  expect(meter.units.get("Orders")?.write).toBe(1 + 2 + 4);
});

test("an item that shrinks is charged by what it was", async () => {
  const meter = meterTables();
  await meter.client.send(put({ ...key, text: "x".repeat(3_000) }));
  await meter.client.send(put(key));
  expect(meter.units.get("Orders")?.write).toBe(3 + 3);
});

test("an index costs one write where its keys come or go, two where they change, none where they stay", async () => {
  const meter = meterTables();
  const writes = () => meter.units.get("Orders")?.write;
  await meter.client.send(put({ ...key, dueSlice: "1", dueAt: "10:00" }));
  expect(writes()).toBe(1 + 1);
  await meter.client.send(put({ ...key, dueSlice: "1", dueAt: "10:00", version: 2 }));
  expect(writes()).toBe(2 + 1);
  await meter.client.send(put({ ...key, dueSlice: "1", dueAt: "10:05" }));
  expect(writes()).toBe(3 + 1 + 2);
  await meter.client.send(put(key));
  expect(writes()).toBe(4 + 1 + 2 + 1);
});

test("indexes are written after a transaction, at the single price", async () => {
  const meter = meterTables();
  await meter.client.send(transactPut({ ...key, dueSlice: "1", dueAt: "10:00" }));
  expect(meter.units.get("Orders")?.write).toBe(2 + 1);
});

test("a consistent read costs a unit for every 4 KB begun, another one half", async () => {
  const meter = meterTables();
  await meter.client.send(put({ ...key, text: "x".repeat(5_000) }));
  const read = (ConsistentRead: boolean) =>
    meter.client.send(new GetItemCommand({ TableName: "Orders", Key: toItem(key), ConsistentRead }));
  await read(true);
  expect(meter.units.get("Orders")?.read).toBe(2);
  await read(false);
  expect(meter.units.get("Orders")?.read).toBe(3);
});

test("what it can't price it refuses", () => {
  const meter = meterTables();
  expect(() => meter.client.send(new ScanCommand({ TableName: "Orders" }))).toThrow(
    "does not know the price",
  );
  expect(() => meter.client.send(put(key, "Elsewhere"))).toThrow("no table of ours");
});
