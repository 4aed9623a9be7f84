import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { send } from "../load/http.ts";
import { callsPerOrder } from "./calls.ts";
import { countCalls } from "./counter.ts";

const server = createServer((request, response) => {
  request.resume().once("end", () => response.setHeader("content-type", "application/json").end("{}"));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => server.close());
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

test("counts what leaves for the store and for the provider by name, whatever ids it bears", async () => {
  const calls = countCalls();
  const client = new DynamoDBClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  await client.send(new GetItemCommand({ TableName: "Orders", Key: { pk: { S: "1" } } }));
  await client.send(new GetItemCommand({ TableName: "Orders", Key: { pk: { S: "2" } } }));
  client.destroy();
  await send(`${url}/v1/payment_intents/pi_0123456789abcdef/capture?x=1`, { method: "POST" });
  await send(`${url}/elsewhere`, { method: "GET" });
  expect(calls).toEqual({
    store: { GetItem: 2 },
    provider: { "POST /v1/payment_intents/:id/capture": 1 },
  });
});

test("calls for an order are those of the run over its orders", () => {
  const before = { store: { GetItem: 10, PutItem: 5 }, provider: {} };
  const after = { store: { GetItem: 30, PutItem: 5 }, provider: { "POST /v1/refunds": 5 } };
  expect(callsPerOrder(before, after, 10)).toEqual({
    store: { GetItem: 2, PutItem: 0 },
    provider: { "POST /v1/refunds": 0.5 },
  });
});
