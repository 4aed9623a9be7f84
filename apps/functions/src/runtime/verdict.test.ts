import { createHmac } from "node:crypto";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, expect, test } from "vitest";
import { managedSecrets, type SecretStore } from "@doorbuster/adapters/access/secrets";
import { startSecretsManager, type TestSecretsManager } from "@doorbuster/adapters/testing/secretsManager";
import { verdictOn } from "./verdict.ts";

const arn = "arn:webhook";
const second = 1_000;

let manager: TestSecretsManager;
let secrets: SecretStore;
let now: number;
beforeEach(async () => {
  manager = await startSecretsManager({ [arn]: '["whsec_old"]' });
  now = 1_790_000_000_000;
  const client = new SecretsManagerClient({
    endpoint: manager.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
  });
  secrets = managedSecrets(client, { webhookSecrets: arn }, { now: () => now });
});
afterEach(() => manager.close());

const rawBody = JSON.stringify({
  id: "evt_1",
  type: "payment_intent.canceled",
  created: 1_790_000_000,
  data: { object: { id: "pi_1", object: "payment_intent", metadata: { order_id: "ord_1" } } },
});

/** What comes of a webhook that a secret has signed just now, or some seconds ago. */
async function told(secret: string, secondsAgo = 0): Promise<string> {
  const time = now / second - secondsAgo;
  const mac = createHmac("sha256", secret).update(`${time}.${rawBody}`).digest("hex");
  const verdict = await verdictOn({ rawBody, signature: `t=${time},v1=${mac}` }, secrets, now);
  return verdict.ok ? verdict.hint.eventId : verdict.reason;
}

test("a secret that was replaced without overlap is good ten seconds later, and the old one no more", async () => {
  expect(await told("whsec_old")).toBe("evt_1");
  manager.kept[arn] = '["whsec_new"]';
  now += 10 * second;
  expect(await told("whsec_new")).toBe("evt_1");
  expect(await told("whsec_old")).toBe("bad_signature");
});

test("forged ones are refused, and make us ask once in ten seconds at most", async () => {
  for (let forged = 0; forged < 25; forged++) {
    expect(await told("whsec_forged")).toBe("bad_signature");
    now += second;
  }
  expect(manager.asked).toHaveLength(3);
});

test("who is refused for another reason than the secret, or is not refused, makes us ask for nothing", async () => {
  await told("whsec_old");
  now += 60 * second;
  expect(await told("whsec_old")).toBe("evt_1");
  expect(await told("whsec_old", 600)).toBe("too_old");
  const unsigned = await verdictOn({ rawBody, signature: undefined }, secrets, now);
  expect(unsigned).toEqual({ ok: false, reason: "no_signature" });
  expect(manager.asked).toHaveLength(1);
});

test("while nobody answers, what was known decides", async () => {
  await told("whsec_old");
  manager.down = true;
  now += 60 * second;
  expect(await told("whsec_new")).toBe("bad_signature");
  expect(await told("whsec_old")).toBe("evt_1");
});
