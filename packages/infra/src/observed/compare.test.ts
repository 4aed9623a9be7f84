import { functions } from "@doorbuster/adapters/definitions/functions";
import { expect, test } from "vitest";

import { keysOf } from "../keysOf.ts";
import { neededFor, type SdkCall } from "./calls.ts";
import { compareWithGrants, type Observed } from "./compare.ts";

const dynamodb = (operation: string, body: object): SdkCall => ({
  service: "dynamodb",
  method: "POST",
  path: "/",
  target: `DynamoDB_20120810.${operation}`,
  body: JSON.stringify(body),
});

test("a transaction needs the actions of its parts, on the tables of its parts", () => {
  const call = dynamodb("TransactWriteItems", {
    TransactItems: [
      { Put: { TableName: "doorbuster-local-Orders" } },
      { Update: { TableName: "doorbuster-local-Stock" } },
      { ConditionCheck: { TableName: "doorbuster-local-Stock" } },
    ],
  });
  expect(neededFor(call)).toEqual([
    { action: "dynamodb:PutItem", resource: "table Orders" },
    { action: "dynamodb:UpdateItem", resource: "table Stock" },
    { action: "dynamodb:ConditionCheckItem", resource: "table Stock" },
  ]);
});

test("a query of an index needs the index and not the table", () => {
  const call = dynamodb("Query", { TableName: "doorbuster-local-Orders", IndexName: "due" });
  expect(neededFor(call)).toEqual([{ action: "dynamodb:Query", resource: "index Orders/due" }]);
});

test("a batch for a topic and a message to a telephone need Publish, on the topic and on anything", () => {
  const sns = (body: string): SdkCall => ({
    service: "sns",
    method: "POST",
    path: "/",
    target: undefined,
    body,
  });
  const topic = "arn:aws:sns:us-east-1:000000000000:doorbuster-local-OrderTopic";
  expect(neededFor(sns(`Action=PublishBatch&TopicArn=${encodeURIComponent(topic)}`))).toEqual([
    { action: "sns:Publish", resource: "topic OrderTopic" },
  ]);
  expect(neededFor(sns("Action=Publish&PhoneNumber=%2B440000"))).toEqual([
    { action: "sns:Publish", resource: "any" },
  ]);
});

test("a file in the lake needs its folder", () => {
  const path = "/doorbuster-local-lake/events/dt=2026-11-27/hour=09/a.parquet?x-id=PutObject";
  const call = { service: "s3", method: "PUT", path, target: undefined, body: "" };
  expect(neededFor(call)).toEqual([{ action: "s3:PutObject", resource: "objects lake/events/" }]);
});

test("a service that nobody described is refused rather than passed over", () => {
  const call = { service: "athena", method: "POST", path: "/", target: "AmazonAthena.X", body: "{}" };
  expect(() => neededFor(call)).toThrow("athena");
});

test("a missing and an unused permission are both found", () => {
  const nothing = Object.fromEntries(keysOf(functions).map((name) => [name, new Set<string>()]));
  const observed = {
    ...nothing,
    announce: new Set(["sns:Publish on topic OrderTopic", "dynamodb:Scan on table Orders"]),
  } as unknown as Observed;
  const differences = compareWithGrants(observed);
  expect(differences.find(({ name }) => name === "announce")).toEqual({
    name: "announce",
    missing: ["dynamodb:Scan on table Orders"],
    unused: [],
  });
  expect(differences.find(({ name }) => name === "publish")?.unused).toEqual([
    "kinesis:PutRecords on stream EventStream",
  ]);
});
