import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startSecretsManager, type TestSecretsManager } from "../testing/secretsManager.ts";
import { sessionKeysOf } from "./sessionKeys.ts";

const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:doorbuster/production/sessionKey-AbCdEf";
const onAws = { DOORBUSTER_SECRET_ARNS: JSON.stringify({ sessionKey: arn }) };
const aKey = () => randomBytes(32).toString("base64");
let manager: TestSecretsManager;

beforeEach(async () => {
  manager = await startSecretsManager({});
  vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", manager.endpoint);
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "a");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "b");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await manager.close();
});

test("on a laptop the key is in the environment, and nobody is asked for it", async () => {
  const key = aKey();
  const keys = sessionKeysOf({ ...onAws, DOORBUSTER_SESSION_KEY: key });
  expect([await keys.get(), await keys.getAnew()]).toEqual([[key], [key]]);
  expect(manager.asked).toEqual([]);
});

test("on AWS the secret is read once per process, by the first that needs it", async () => {
  manager.kept[arn] = JSON.stringify([aKey(), aKey()]);
  const keys = sessionKeysOf(onAws);
  expect(manager.asked).toEqual([]);
  const all = await Promise.all([keys.get(), keys.get(), keys.getAnew()]);
  expect(all.map((each) => JSON.stringify(each))).toEqual(all.map(() => manager.kept[arn]));
  expect(manager.asked).toEqual([arn]);
});

test("a secret without a value is said to be missing, and is found once it is put in", async () => {
  manager.kept[arn] = { refusal: "noValue" };
  const keys = sessionKeysOf(onAws);
  await expect(keys.get()).rejects.toMatchObject({ name: "SecretUnavailable", trouble: "missing" });
  const key = aKey();
  manager.kept[arn] = key;
  expect(await keys.get()).toEqual([key]);
});

test.each([
  ["neither variable", {}],
  ["no place for it", { DOORBUSTER_SECRET_ARNS: "{}" }],
  ["a key that is too short", { DOORBUSTER_SESSION_KEY: "short" }],
])("an environment with %s is refused at once", (_what, environment) => {
  expect(() => sessionKeysOf(environment)).toThrow();
});
