import { expect, test } from "vitest";

import { queueUrl, topicArn } from "../services/resources.ts";
import { directEndpoints } from "./endpoints.ts";
import { storeEnvironment } from "./environment.ts";
import { defaultPorts } from "./ports.ts";

test("names resources in the format that SST's Resource reads", async () => {
  const env = storeEnvironment(directEndpoints(defaultPorts));
  Object.assign(process.env, env);
  const { Resource } = await import("sst");
  const resources = Resource as unknown as Record<string, Record<string, string>>;
  expect(resources["Orders"]?.["name"]).toBe("doorbuster-local-Orders");
  expect(resources["Lake"]?.["name"]).toBe("doorbuster-local-lake");
  expect(resources["OrderTopic"]?.["arn"]).toBe(topicArn("OrderTopic"));
  expect(resources["EmailQueue"]?.["url"]).toBe(queueUrl("http://127.0.0.1:4011", "EmailQueue"));
  expect(resources["EventStream"]?.["name"]).toBe("doorbuster-local-EventStream");
  expect(Resource.App).toEqual({ name: "doorbuster", stage: "local" });
});

test("lets another emulator take a service's place, and leaves the SDK's own variables to their owner", () => {
  const chosen = {
    DOORBUSTER_ENDPOINT_SQS: "http://127.0.0.1:9324",
    AWS_ENDPOINT_URL_SNS: "http://127.0.0.1:4566",
  };
  const endpoints = directEndpoints(defaultPorts, chosen);
  expect(endpoints).toEqual({ ...directEndpoints(defaultPorts), sqs: "http://127.0.0.1:9324" });
  expect(storeEnvironment(endpoints)["AWS_ENDPOINT_URL_SQS"]).toBe("http://127.0.0.1:9324");
});
