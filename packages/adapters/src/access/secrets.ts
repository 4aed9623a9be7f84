import { readFile } from "node:fs/promises";
import * as z from "zod";

const secretsSchema = z.object({
  /** The provider's API key. */
  paymentSecretKey: z.string().min(1),
  /** Base64, 32 bytes. */
  readTokenKey: z.base64(),
});
export type Secrets = z.infer<typeof secretsSchema>;

/** Read when first needed and kept for the life of the process. */
export type SecretStore = () => Promise<Secrets>;

/** A laptop's secrets: one file that only its owner can read, made at the first start. */
export function fileSecrets(path: string): SecretStore {
  let secrets: Promise<Secrets> | undefined;
  const read = async () => secretsSchema.parse(JSON.parse(await readFile(path, "utf8")));
  return () =>
    (secrets ??= read().catch((error: unknown) => {
      secrets = undefined; // one failed reading must not stay the answer
      throw error;
    }));
}
