import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect, test } from "vitest";
import { managedSecrets } from "./secrets.ts";

/** Secrets Manager has no embedded stand-in: its answers are given at the client's own seam, the first middleware. */
function manager(values: Record<string, string | Error>) {
  const asked: string[] = [];
  const client = new SecretsManagerClient({
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  client.middlewareStack.add(
    () => async (args) => {
      const { SecretId } = args.input as { SecretId: string };
      asked.push(SecretId);
      const value = values[SecretId];
      if (value instanceof Error) throw value;
      return { output: { $metadata: {}, SecretString: value } as never, response: {} };
    },
    { step: "initialize" },
  );
  return { client, asked, values };
}

const arns = { paymentSecretKey: "arn:payment", webhookSecrets: "arn:webhook" };

test("plain secrets are taken as they are, lists as JSON", async () => {
  const { client } = manager({ "arn:payment": "sk_test_1", "arn:webhook": '["whsec_new","whsec_old"]' });
  const secrets = managedSecrets(client, arns, { now: () => 0 });
  expect(await secrets.get("paymentSecretKey")).toBe("sk_test_1");
  expect(await secrets.get("webhookSecrets")).toEqual(["whsec_new", "whsec_old"]);
});

test("a secret is asked for once, and again when a replacement must be known", async () => {
  let now = 0;
  const { client, asked, values } = manager({ "arn:payment": "sk_old" });
  const secrets = managedSecrets(client, arns, { now: () => now });
  await Promise.all([secrets.get("paymentSecretKey"), secrets.get("paymentSecretKey")]);
  values["arn:payment"] = "sk_new";
  expect(await secrets.get("paymentSecretKey")).toBe("sk_old");
  now = 5 * 60_000;
  expect(await secrets.get("paymentSecretKey")).toBe("sk_new");
  expect(asked).toEqual(["arn:payment", "arn:payment"]);
});

test("a failed reading is not kept", async () => {
  const { client, values } = manager({ "arn:payment": new Error("throttled") });
  const secrets = managedSecrets(client, arns, { now: () => 0 });
  await expect(secrets.get("paymentSecretKey")).rejects.toThrow("throttled");
  values["arn:payment"] = "sk_test_1";
  expect(await secrets.get("paymentSecretKey")).toBe("sk_test_1");
});

test("while nobody answers, what was known goes on being believed", async () => {
  let now = 0;
  const { client, values } = manager({ "arn:payment": "sk_old" });
  const secrets = managedSecrets(client, arns, { now: () => now });
  await secrets.get("paymentSecretKey");
  values["arn:payment"] = new Error("unavailable");
  now = 6 * 60_000;
  expect(await secrets.get("paymentSecretKey")).toBe("sk_old");
  values["arn:payment"] = "sk_new";
  now = 7 * 60_000;
  expect(await secrets.get("paymentSecretKey")).toBe("sk_new");
});

test("a secret that is not for this function is not even asked for", async () => {
  const { client, asked } = manager({});
  const secrets = managedSecrets(client, arns, { now: () => 0 });
  await expect(secrets.get("readTokenKey")).rejects.toThrow("has not been given the secret readTokenKey");
  expect(asked).toEqual([]);
});
