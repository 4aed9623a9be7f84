import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import * as z from "zod";

const keysSchema = z.object({
  /** Private RS256 key as a JWK: signs ID and access tokens. */
  signing: z.looseObject({ kty: z.literal("RSA"), kid: z.string(), alg: z.literal("RS256") }),
  /** Signs the issuer's own cookies. */
  cookies: z.array(z.string()).min(1),
});

export type IssuerKeys = z.infer<typeof keysSchema>;

/**
 * The issuer's keys from `<dataDir>/issuer-keys.json`, made at the first start. They outlive a restart, so tokens that
 * were handed out before it keep verifying. The file is readable by its owner alone.
 */
export async function loadKeys(dataDir: string): Promise<IssuerKeys> {
  const path = join(dataDir, "issuer-keys.json");
  const stored = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (stored !== undefined) return keysSchema.parse(JSON.parse(stored));

  const keys = await generateKeys();
  await mkdir(dataDir, { recursive: true });
  // Written aside and renamed, so that a crash leaves either no file or a whole one.
  const aside = `${path}.${process.pid}`;
  await writeFile(aside, JSON.stringify(keys), { mode: 0o600 });
  await rename(aside, path);
  return keys;
}

async function generateKeys(): Promise<IssuerKeys> {
  const { privateKey } = await generateKeyPair("RS256", { modulusLength: 2048, extractable: true });
  return keysSchema.parse({
    signing: {
      ...(await exportJWK(privateKey)),
      kid: randomBytes(8).toString("hex"),
      alg: "RS256",
      use: "sig",
    },
    cookies: [randomBytes(32).toString("base64url")],
  });
}
