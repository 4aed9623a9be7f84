import { expect, test } from "vitest";

import { apiAudience as audienceOfIssuer } from "../issuer/provider.ts";
import { queueUrl, topicArn } from "../services/resources.ts";
import { directEndpoints } from "./endpoints.ts";
import { apiAudience, storeEnvironment } from "./environment.ts";
import { defaultPorts } from "./ports.ts";

test("expects the audience that the issuer writes into its tokens", () => {
  expect(apiAudience).toBe(audienceOfIssuer);
});

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
