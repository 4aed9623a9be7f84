import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";

import {
  DynamoDBClient,
  GetItemCommand,
  InternalServerError,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  ThrottlingException,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type TransactWriteItem,
} from "@aws-sdk/client-dynamodb";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";

import { freePort } from "../../shop/ports.ts";
import { startStores } from "../../shop/stores.ts";
import type { RunningStores } from "../../shop/types.ts";
import { dummyCredentials } from "../clients.ts";
import { physicalName, region } from "../resources.ts";
import { startFaultProxy } from "./fault-proxy.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let dataDir: string;
let stores: RunningStores;
/** One attempt, and it gives up soon: what the proxy does is seen as it is. */
let client: DynamoDBClient;
const table = physicalName("Stock");

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-faults-"));
  stores = await startStores({ dataDir, memory: true, faults: true, switches: true });
  client = new DynamoDBClient({
    endpoint: stores.endpoints.dynamodb,
    region,
    credentials: dummyCredentials,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ requestTimeout: 500, throwOnRequestTimeout: true }),
  });
});
afterEach(() => stores.faults.clear());
afterAll(async () => {
  client.destroy();
  await stores.stop();
  await rm(dataDir, { recursive: true });
});

const keyOf = (id: string) => ({ pk: { S: `sku#${id}` }, sk: { S: "head" } });
const put = (id: string, owner = "me"): TransactWriteItem => ({
  Put: { TableName: table, Item: { ...keyOf(id), owner: { S: owner } } },
});
const write = (...items: TransactWriteItem[]) =>
  client.send(new TransactWriteItemsCommand({ TransactItems: items }));
const putOne = (id: string) => client.send(new PutItemCommand({ TableName: table, Item: keyOf(id) }));
const read = async (id: string) =>
  (await client.send(new GetItemCommand({ TableName: table, Key: keyOf(id), ConsistentRead: true }))).Item;
const failureOf = (request: Promise<unknown>) =>
  request.then(
    () => undefined,
    (error: unknown) => error,
  );

test("passes everything on as it is while nothing is set", async () => {
  await write(put("plain"));
  expect(await read("plain")).toMatchObject({ owner: { S: "me" } });
});

test("a conflict is the SDK's own exception, with a reason for each item, and nothing is written", async () => {
  stores.faults.set({ rules: [{ fault: "conflict", operations: ["TransactWriteItems"], table }] });
  const elsewhere = {
    Put: { TableName: physicalName("Catalog"), Item: { sku: { S: "X" } } },
  };
  const error = await failureOf(write(elsewhere, put("conflict")));
  expect(error).toBeInstanceOf(TransactionCanceledException);
  expect(error).toMatchObject({
    name: "TransactionCanceledException",
    message: expect.stringContaining("[None, TransactionConflict]"),
    CancellationReasons: [{ Code: "None" }, { Code: "TransactionConflict" }],
    $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9A-V]{52}$/) },
  });
  expect(await read("conflict")).toBeUndefined();
});

test("transactions of reads conflict too, and so do single writes, in a way of their own", async () => {
  stores.faults.set({ rules: [{ fault: "conflict" }] });
  const Get = { TableName: table, Key: keyOf("read") };
  const reads = new TransactGetItemsCommand({
    TransactItems: [{ Get }, { Get: { ...Get, Key: keyOf("b") } }],
  });
  const error = (await failureOf(client.send(reads))) as TransactionCanceledException;
  expect(error).toBeInstanceOf(TransactionCanceledException);
  expect(error.CancellationReasons?.map(({ Code }) => Code).sort()).toEqual(["None", "TransactionConflict"]);
  expect(await failureOf(putOne("single"))).toBeInstanceOf(TransactionConflictException);
  await expect(read("single")).resolves.toBeUndefined();
});

test("throttles in each of the ways that AWS does", async () => {
  stores.faults.set({ rules: [{ fault: "throughputExceeded" }] });
  expect(await failureOf(read("a"))).toBeInstanceOf(ProvisionedThroughputExceededException);
  expect(await failureOf(write(put("a")))).toMatchObject({
    name: "TransactionCanceledException",
    CancellationReasons: [{ Code: "ProvisionedThroughputExceeded" }],
  });
  stores.faults.set({ rules: [{ fault: "throttling" }] });
  for (const request of [read("a"), write(put("a"))]) {
    const error = await failureOf(request);
    expect(error).toBeInstanceOf(ThrottlingException);
    expect(error).toMatchObject({ $metadata: { httpStatusCode: 400 } });
  }
});

test.each(["errorBefore", "errorAfter", "cutBefore", "cutAfter", "timeoutBefore", "timeoutAfter"] as const)(
  "%s: the caller hears of no success, and the write took place or not as the name says",
  async (fault) => {
    stores.faults.set({ rules: [{ fault, operations: ["TransactWriteItems"] }] });
    const error = await failureOf(write(put(fault)));
    if (fault.startsWith("error")) expect(error).toBeInstanceOf(InternalServerError);
    else expect(String(error)).toMatch(fault.startsWith("cut") ? /socket hang up/ : /timed? ?out/i);
    stores.faults.clear();
    expect((await read(fault)) !== undefined).toBe(fault.endsWith("After"));
  },
);

test("a lost answer to a transaction is made up for by the SDK's own retry, which writes nothing twice", async () => {
  const patient = new DynamoDBClient({
    endpoint: stores.endpoints.dynamodb,
    region,
    credentials: dummyCredentials,
  });
  stores.faults.set({ rules: [{ fault: "cutAfter", operations: ["TransactWriteItems"], nth: 1 }] });
  const Update = {
    TableName: table,
    Key: keyOf("counter"),
    UpdateExpression: "ADD hits :one",
    ExpressionAttributeValues: { ":one": { N: "1" } },
  };
  await patient.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] }));
  patient.destroy();
  expect(await read("counter")).toMatchObject({ hits: { N: "1" } });
});

test("a rule strikes the nth request that it matches, in its operation and its table", async () => {
  stores.faults.set({ rules: [{ fault: "throttling", operations: ["PutItem"], table, nth: 2 }] });
  const elsewhere = new PutItemCommand({ TableName: physicalName("Catalog"), Item: { sku: { S: "Y" } } });
  const outcomes = [];
  for (const request of [
    () => putOne("n1"),
    () => client.send(elsewhere),
    () => read("n1"),
    () => putOne("n2"),
    () => putOne("n3"),
  ]) {
    outcomes.push((await failureOf(request())) === undefined);
  }
  expect(outcomes).toEqual([true, true, true, false, true]);
  expect(stores.faults.status().struck).toEqual({ throttling: 1 });
});

test("the same seed strikes the same requests", async () => {
  const run = async () => {
    stores.faults.set({ seed: 5, rules: [{ fault: "throttling", probability: 0.4 }] });
    const outcomes = [];
    for (let i = 0; i < 12; i++) outcomes.push((await failureOf(read("seed"))) === undefined);
    return outcomes;
  };
  const first = await run();
  expect(await run()).toEqual(first);
  expect(new Set(first)).toEqual(new Set([true, false]));
});

test("two transactions that overlap in time and touch one item conflict; others do not", async () => {
  stores.faults.set({ transactionMs: 200 });
  const settled = await Promise.allSettled([
    write(put("shared", "first"), put("only first")),
    write(put("only second"), put("shared", "second")),
    write(put("stranger")),
  ]);
  expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "fulfilled", "rejected"]);
  const lost = settled.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  expect(lost).toEqual([expect.any(TransactionCanceledException)]);
  const [{ CancellationReasons = [] }] = lost as [TransactionCanceledException];
  expect(new Set(CancellationReasons.map(({ Code }) => Code))).toEqual(
    new Set(["None", "TransactionConflict"]),
  );
  expect(stores.faults.status()).toMatchObject({ transactions: 3, conflicts: 1 });

  await write(put("shared", "later"));
  expect(await read("shared")).toMatchObject({ owner: { S: "later" } });
});

test("while a transaction is open, single writes and transactions of reads conflict, plain reads do not", async () => {
  stores.faults.set({ transactionMs: 300 });
  const open = write(put("held"));
  await expect.poll(() => stores.faults.status().transactions).toBe(1);
  const Get = { TableName: table, Key: keyOf("held") };
  const update = new UpdateItemCommand({
    TableName: table,
    Key: keyOf("held"),
    UpdateExpression: "REMOVE gone",
  });
  const [single, reads, plain] = await Promise.all([
    failureOf(client.send(update)),
    failureOf(client.send(new TransactGetItemsCommand({ TransactItems: [{ Get }] }))),
    failureOf(read("held")),
  ]);
  expect(single).toBeInstanceOf(TransactionConflictException);
  expect(reads).toBeInstanceOf(TransactionCanceledException);
  expect(plain).toBeUndefined();
  await open;
});

test("a transaction that is repeated while it is open is in progress, not in conflict with itself", async () => {
  stores.faults.set({ transactionMs: 300 });
  const again = () =>
    client.send(
      new TransactWriteItemsCommand({ TransactItems: [put("again")], ClientRequestToken: "token" }),
    );
  const [first, second] = await Promise.all([failureOf(again()), failureOf(again())]);
  expect([first, second].filter((each) => each !== undefined)).toMatchObject([
    { name: "TransactionInProgressException" },
  ]);
});

test("errors carry the checksum of their body, as AWS's do", async () => {
  stores.faults.set({ rules: [{ fault: "throttling" }] });
  const response = await fetch(stores.endpoints.dynamodb, {
    method: "POST",
    headers: { "x-amz-target": "DynamoDB_20120810.GetItem" },
    body: JSON.stringify({ TableName: table }),
  });
  const body = await response.text();
  expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.0");
  expect(response.headers.get("x-amz-crc32")).toBe(String(crc32(body)));
});

test("a store that is gone cuts the caller off", async () => {
  const proxy = await startFaultProxy(await freePort(), await freePort());
  await expect(fetch(`http://127.0.0.1:${proxy.port}`, { method: "POST" })).rejects.toThrow();
  await proxy.close();
});
