import { randomBytes } from "node:crypto";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startSecretsManager, type Kept, type TestSecretsManager } from "../testing/secretsManager.ts";
import { managedSecrets } from "./secrets.ts";

const arns = { paymentSecretKey: "arn:payment", webhookSecrets: "arn:webhook", sessionKey: "arn:session" };
const aKey = () => randomBytes(32).toString("base64");
const minuteMs = 60_000;

let manager: TestSecretsManager;
let now = 0;
beforeEach(async () => {
  manager = await startSecretsManager({});
  now = 0;
});
afterEach(() => manager.close());

function secretsOf(kept: Record<string, Kept>) {
  Object.assign(manager.kept, kept);
  const client = new SecretsManagerClient({
    endpoint: manager.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
  });
  return managedSecrets(client, arns, { now: () => now });
}

test("plain secrets are taken as they are, lists as JSON", async () => {
  const secrets = secretsOf({ "arn:payment": "sk_test_1", "arn:webhook": '["whsec_new","whsec_old"]' });
  expect(await secrets.get("paymentSecretKey")).toBe("sk_test_1");
  expect(await secrets.get("webhookSecrets")).toEqual(["whsec_new", "whsec_old"]);
});

test("session keys are one key, or several while one is being replaced", async () => {
  const [one, other] = [aKey(), aKey()];
  const secrets = secretsOf({ "arn:session": one });
  expect(await secrets.get("sessionKey")).toEqual([one]);
  manager.kept["arn:session"] = JSON.stringify([other, one]);
  now = 5 * minuteMs;
  expect(await secrets.get("sessionKey")).toEqual([other, one]);
});

test("a secret is asked for once, and again when a replacement must be known", async () => {
  const secrets = secretsOf({ "arn:payment": "sk_old" });
  await Promise.all([secrets.get("paymentSecretKey"), secrets.get("paymentSecretKey")]);
  manager.kept["arn:payment"] = "sk_new";
  expect(await secrets.get("paymentSecretKey")).toBe("sk_old");
  now = 5 * minuteMs;
  expect(await secrets.get("paymentSecretKey")).toBe("sk_new");
  expect(manager.asked).toEqual(["arn:payment", "arn:payment"]);
});

test("whoever needs what is true now gets it, but never makes us ask twice in ten seconds", async () => {
  const secrets = secretsOf({ "arn:payment": "sk_old" });
  await secrets.get("paymentSecretKey");
  manager.kept["arn:payment"] = "sk_new";
  now = 9_999;
  expect(await secrets.getAnew("paymentSecretKey")).toBe("sk_old");
  now = 10_000;
  const all = await Promise.all([1, 2, 3].map(() => secrets.getAnew("paymentSecretKey")));
  expect(all).toEqual(["sk_new", "sk_new", "sk_new"]);
  expect(await secrets.get("paymentSecretKey")).toBe("sk_new");
  expect(manager.asked).toHaveLength(2);
});

test.each<[string, Kept | undefined]>([
  ["missing", undefined],
  ["missing", { refusal: "noValue" }],
  ["refused", { refusal: "notAllowed" }],
  ["refused", { refusal: "notDecrypted" }],
  ["malformed", ""],
  ["malformed", "[]"],
  ["malformed", "too-short"],
  ["malformed", '["too-short"]'],
])("a secret that is %s says so, and nothing of what it holds (%s)", async (trouble, kept) => {
  const secrets = secretsOf(kept === undefined ? {} : { "arn:session": kept });
  const error: unknown = await secrets.get("sessionKey").catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    name: "SecretUnavailable",
    code: "SECRET_UNAVAILABLE",
    secret: "sessionKey",
    trouble,
    message: `the secret sessionKey is ${trouble}`,
  });
});

test("a failed reading is not kept", async () => {
  const secrets = secretsOf({ "arn:payment": "sk_test_1" });
  manager.down = true;
  await expect(secrets.get("paymentSecretKey")).rejects.toMatchObject({ trouble: "unreachable" });
  manager.down = false;
  expect(await secrets.get("paymentSecretKey")).toBe("sk_test_1");
});

test("when nobody listens at all, that is said too", async () => {
  const secrets = secretsOf({});
  await manager.close();
  await expect(secrets.get("paymentSecretKey")).rejects.toMatchObject({ trouble: "unreachable" });
});

test("while nobody answers, what was known goes on being believed", async () => {
  const secrets = secretsOf({ "arn:payment": "sk_old" });
  await secrets.get("paymentSecretKey");
  manager.down = true;
  now = 6 * minuteMs;
  expect(await secrets.get("paymentSecretKey")).toBe("sk_old");
  expect(await secrets.getAnew("paymentSecretKey")).toBe("sk_old");
  manager.down = false;
  manager.kept["arn:payment"] = "sk_new";
  now = 7 * minuteMs;
  expect(await secrets.get("paymentSecretKey")).toBe("sk_new");
});

test("a secret that is not for this function is not even asked for", async () => {
  const secrets = secretsOf({});
  await expect(secrets.get("readTokenKey")).rejects.toThrow("has not been given the secret readTokenKey");
  expect(manager.asked).toEqual([]);
});
