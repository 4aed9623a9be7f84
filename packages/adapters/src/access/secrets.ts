import { readFile } from "node:fs/promises";
import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Clock } from "@doorbuster/core/ports";
import * as z from "zod";
import { vapidKeySchema } from "../notification/vapidKey.ts";

const secretsSchema = z.object({
  /** The provider's API key. */
  paymentSecretKey: z.string().min(1),
  /** For webhooks, the newest first; two are valid while one is being replaced. */
  webhookSecrets: z.array(z.string().min(1)).min(1),
  /** Base64, 32 bytes. */
  readTokenKey: z.base64(),
  /** Signs pushes to browsers. */
  vapidKey: vapidKeySchema,
});
export type Secrets = z.infer<typeof secretsSchema>;
export type SecretName = keyof Secrets;

/** A stage's secrets, each read only by the functions that need it. */
export interface SecretStore {
  get<Name extends SecretName>(name: Name): Promise<Secrets[Name]>;
}

/** A laptop's secrets: one file that only its owner can read, made at the first start. Read once. */
export function fileSecrets(path: string): SecretStore {
  let secrets: Promise<Secrets> | undefined;
  const read = async () => secretsSchema.parse(JSON.parse(await readFile(path, "utf8")));
  return {
    async get(name) {
      secrets ??= read().catch((error: unknown) => {
        secrets = undefined; // one failed reading must not stay the answer
        throw error;
      });
      return (await secrets)[name];
    },
  };
}

/** How long a secret is believed: a replaced one is known everywhere after this, and until then the old one must do. */
const believedMs = 5 * 60_000;
/** How soon it is asked for again when it could not be read anew. */
const askAgainMs = 10_000;

/**
 * Secrets in Secrets Manager, one per name so that each function may be allowed the ones it needs. Lists and keys are kept
 * as JSON, the others as they are.
 *
 * @param arns where each secret is; a name that is missing is not for this function
 */
export function managedSecrets(
  client: SecretsManagerClient,
  arns: Readonly<Partial<Record<SecretName, string>>>,
  clock: Pick<Clock, "now">,
): SecretStore {
  const known = new Map<SecretName, { readonly value: Promise<unknown>; readonly until: number }>();
  const read = async (name: SecretName) => {
    const arn = arns[name];
    if (arn === undefined) throw new Error(`this function has not been given the secret ${name}`);
    const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    const text = secretsSchema.shape[name].safeParse(SecretString);
    return text.success ? text.data : secretsSchema.shape[name].parse(JSON.parse(SecretString));
  };
  return {
    async get<Name extends SecretName>(name: Name) {
      let found = known.get(name);
      if (!found || found.until <= clock.now()) {
        const before = found?.value;
        const value = read(name).catch((error: unknown) => {
          known.delete(name); // one failed reading must not stay the answer
          if (before === undefined) throw error;
          // What was believed goes on being believed while nobody answers.
          known.set(name, { value: before, until: clock.now() + askAgainMs });
          return before;
        });
        found = { value, until: clock.now() + believedMs };
        known.set(name, found);
      }
      return (await found.value) as Secrets[Name];
    },
  };
}
