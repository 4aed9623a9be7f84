import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { vapidKeySchema } from "@doorbuster/adapters/notification/vapidKey";
import { exportJWK, generateKeyPair } from "jose";
import * as z from "zod";

import { writePrivateFile } from "./private-file.ts";

const jwkSchema = z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string() });

const secretsSchema = z.object({
  /** The sandbox takes it as Stripe takes a secret key. */
  paymentSecretKey: z.string().startsWith("sk_test_"),
  paymentPublishableKey: z.string().startsWith("pk_test_"),
  /** The newest first; two are valid while one is being replaced. */
  webhookSecrets: z.array(z.string().startsWith("whsec_")).min(1),
  /** 32 bytes, base64: the key of a guest's reading token. */
  readTokenKey: z.string(),
  /** 32 bytes, base64: seals the sites' session cookies. */
  sessionKey: z.string(),
  /** Signs pushes to browsers. */
  vapidKey: vapidKeySchema,
  /** Signs customers' tokens for replays; only the laptop edition trusts it. */
  labIssuer: z.object({ publicJwk: jwkSchema, privateJwk: jwkSchema }),
});

export type Secrets = z.infer<typeof secretsSchema>;

/**
 * Reads the data folder's secrets. Makes, readable by their owner alone, those that are not there yet: all at the first
 * start, and later what a newer version of the shop needs besides.
 */
export async function loadSecrets(dataDir: string): Promise<{ secrets: Secrets; file: string }> {
  const file = path.join(dataDir, "secrets.json");
  const known = await readKnown(file);
  const complete = secretsSchema.safeParse(known);
  if (complete.success) return { secrets: complete.data, file };
  const secrets = secretsSchema.parse({ ...(await makeSecrets()), ...known });
  await writePrivateFile(file, JSON.stringify(secrets, undefined, 2));
  return { secrets, file };
}

async function readKnown(file: string): Promise<object> {
  try {
    return z.looseObject({}).parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}

async function makeSecrets(): Promise<Secrets> {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const vapid = await generateKeyPair("ES256", { extractable: true });
  const names = { kid: randomBytes(8).toString("hex"), alg: "ES256", use: "sig" };
  return secretsSchema.parse({
    paymentSecretKey: `sk_test_${randomBytes(24).toString("hex")}`,
    paymentPublishableKey: `pk_test_${randomBytes(24).toString("hex")}`,
    webhookSecrets: [`whsec_${randomBytes(24).toString("hex")}`],
    readTokenKey: randomBytes(32).toString("base64"),
    sessionKey: randomBytes(32).toString("base64"),
    vapidKey: await exportJWK(vapid.privateKey),
    labIssuer: {
      publicJwk: { ...(await exportJWK(publicKey)), ...names },
      privateJwk: { ...(await exportJWK(privateKey)), ...names },
    },
  });
}
