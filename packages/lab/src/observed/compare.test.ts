import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect, test } from "vitest";

import { neededFor, type SdkCall } from "./calls.ts";
import { differenceFor, readObserved } from "./compare.ts";

const call = (service: string, target: string, body: object): SdkCall => ({
  service,
  method: "POST",
  path: "/",
  target,
  body: JSON.stringify(body),
});
const dynamodb = (operation: string, body: object) =>
  call("dynamodb", `DynamoDB_20120810.${operation}`, body);

test("a transaction needs the actions of its parts, on the tables of its parts", () => {
  const transaction = dynamodb("TransactWriteItems", {
    TransactItems: [
      { Put: { TableName: "doorbuster-local-Orders" } },
      { Update: { TableName: "doorbuster-local-Stock" } },
      { ConditionCheck: { TableName: "doorbuster-local-Stock" } },
    ],
  });
  expect(neededFor(transaction)).toEqual([
    { action: "dynamodb:PutItem", resource: "table Orders" },
    { action: "dynamodb:UpdateItem", resource: "table Stock" },
    { action: "dynamodb:ConditionCheckItem", resource: "table Stock" },
  ]);
});

test("a query of an index needs the index and not the table", () => {
  const query = dynamodb("Query", { TableName: "doorbuster-local-Orders", IndexName: "due" });
  expect(neededFor(query)).toEqual([{ action: "dynamodb:Query", resource: "index Orders/due" }]);
});

test("a batch for a topic and a message to a telephone need Publish, on the topic and on anything", () => {
  const sns = (body: string): SdkCall => ({ ...call("sns", "", {}), body });
  const topic = "arn:aws:sns:us-east-1:000000000000:doorbuster-local-OrderTopic";
  expect(neededFor(sns(`Action=PublishBatch&TopicArn=${encodeURIComponent(topic)}`))).toEqual([
    { action: "sns:Publish", resource: "topic OrderTopic" },
  ]);
  expect(neededFor(sns("Action=Publish&PhoneNumber=%2B440000"))).toEqual([
    { action: "sns:Publish", resource: "any" },
  ]);
});

test("a file in the lake needs its folder", () => {
  const file = "/doorbuster-local-lake/events/dt=2026-11-27/hour=09/a.parquet?x-id=PutObject";
  const put = { ...call("s3", "", {}), method: "PUT", path: file, target: undefined };
  expect(neededFor(put)).toEqual([{ action: "s3:PutObject", resource: "objects lake/events/" }]);
});

test("a secret that is asked for needs that secret", () => {
  const SecretId = "arn:aws:secretsmanager:us-east-1:000000000000:secret:doorbuster-local-vapidKey";
  expect(neededFor(call("secrets-manager", "secretsmanager.GetSecretValue", { SecretId }))).toEqual([
    { action: "secretsmanager:GetSecretValue", resource: "secret vapidKey" },
  ]);
});

test("a service that nobody described is refused rather than passed over", () => {
  expect(() => neededFor(call("athena", "AmazonAthena.X", {}))).toThrow("athena");
});

test("a missing and an unused permission are both found, in whichever process it was called", async () => {
  await using folder = await mkdtempDisposable(path.join(tmpdir(), "doorbuster-observed-"));
  const record = (file: string, action: string, resource: string) =>
    writeFile(path.join(folder.path, file), `${JSON.stringify({ action, resource })}\n`);
  await record("announce.1.jsonl", "sns:Publish", "topic OrderTopic");
  await record("announce.2.jsonl", "dynamodb:Scan", "table Orders");
  const observed = readObserved([folder.path]);
  expect(differenceFor("announce", observed)).toEqual({
    missing: ["dynamodb:Scan on table Orders"],
    unused: [],
  });
  expect(differenceFor("publish", observed)).toEqual({
    missing: [],
    unused: ["kinesis:PutRecords on stream EventStream"],
  });
});
