import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { importJWK, jwtVerify, SignJWT } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";

import { loadSecrets } from "./secrets.ts";

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-secrets-"));
});

afterEach(() => rm(dataDir, { recursive: true }));

test("makes the secrets once, for their owner's eyes only", async () => {
  const first = await loadSecrets(dataDir);
  expect(await loadSecrets(dataDir)).toEqual(first);
  expect((await stat(first.file)).mode & 0o777).toBe(0o600);
  expect(await readdir(dataDir)).toEqual(["secrets.json"]);
});

test("gives every shop secrets of its own, long enough", async () => {
  const [one, other] = [await loadSecrets(dataDir), await loadSecrets(path.join(dataDir, "other"))];
  expect(other.secrets.paymentSecretKey).not.toBe(one.secrets.paymentSecretKey);
  expect(Buffer.from(one.secrets.readTokenKey, "base64")).toHaveLength(32);
});

test("signs the lab's tokens with a key whose public half verifies them", async () => {
  const { labIssuer } = (await loadSecrets(dataDir)).secrets;
  const key = await importJWK(labIssuer.privateJwk);
  const token = await new SignJWT({}).setProtectedHeader({ alg: "ES256" }).setSubject("customer").sign(key);
  const { payload } = await jwtVerify(token, await importJWK(labIssuer.publicJwk));
  expect(payload.sub).toBe("customer");
  expect(labIssuer.publicJwk).not.toHaveProperty("d");
});

test("adds what a newer version of the shop needs, and leaves what is known as it is", async () => {
  const { secrets, file } = await loadSecrets(dataDir);
  const { vapidKey: _, ...older } = secrets;
  await writeFile(file, JSON.stringify(older));
  const now = await loadSecrets(dataDir);
  expect(now.secrets).toMatchObject(older);
  expect(now.secrets.vapidKey).toMatchObject({ crv: "P-256" });
  expect((await loadSecrets(dataDir)).secrets).toEqual(now.secrets);
});
