import { readFile } from "node:fs/promises";
import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SecretUnavailable, type SecretTrouble } from "@doorbuster/core/access/secretUnavailable";
import type { Clock } from "@doorbuster/core/ports";
import * as z from "zod";
import { vapidKeySchema } from "../notification/vapidKey.ts";

/** 32 random bytes. */
const keySchema = z.base64().min(43);

const secretsSchema = z.object({
  /** The provider's API key. */
  paymentSecretKey: z.string().min(1),
  /** For webhooks, the newest first; two are valid while one is being replaced. */
  webhookSecrets: z.array(z.string().min(1)).min(1),
  /** Signs guests' reading tokens. */
  readTokenKey: keySchema,
  /** Signs pushes to browsers. */
  vapidKey: vapidKeySchema,
  /** Seals the sites' session cookies: one key, or a list with the newest first while one is being replaced. */
  sessionKey: z.union([keySchema.transform((key) => [key]), z.array(keySchema).min(1)]),
});
export type Secrets = z.infer<typeof secretsSchema>;
export type SecretName = keyof Secrets;

/** A stage's secrets, each read only by the functions that need it. */
export interface SecretStore {
  get<Name extends SecretName>(name: Name): Promise<Secrets[Name]>;
  /** As `get`, but what was read more than ten seconds ago is read again: for when the known value does not do. */
  getAnew<Name extends SecretName>(name: Name): Promise<Secrets[Name]>;
}

/** A laptop's secrets: one file that only its owner can read, made at the first start. Read once: there it stays as it is. */
export function fileSecrets(path: string): SecretStore {
  let secrets: Promise<Secrets> | undefined;
  const read = async () => secretsSchema.parse(JSON.parse(await readFile(path, "utf8")));
  const get: SecretStore["get"] = async (name) => {
    secrets ??= read().catch((error: unknown) => {
      secrets = undefined; // one failed reading must not stay the answer
      throw error;
    });
    return (await secrets)[name];
  };
  return { get, getAnew: get };
}

/** How long a secret is believed: a replaced one is known everywhere after this, and until then the old one must do. */
const believedMs = 5 * 60_000;
/** How soon it is asked for again, when it could not be read anew or when what is known does not do. */
const askAgainMs = 10_000;

/** A value under way or read, asked for at a time, and how long it is believed. */
interface Known {
  readonly value: Promise<unknown>;
  readonly askedAt: number;
  readonly until: number;
}

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
  const known = new Map<SecretName, Known>();

  const ask = (name: SecretName): Known => {
    const before = known.get(name)?.value;
    const askedAt = clock.now();
    const value = read(client, name, arns[name]).catch((error: unknown) => {
      known.delete(name); // one failed reading must not stay the answer
      if (before === undefined) throw error;
      // What was believed goes on being believed while nobody answers.
      known.set(name, { value: before, askedAt, until: clock.now() + askAgainMs });
      return before;
    });
    const asked = { value, askedAt, until: askedAt + believedMs };
    known.set(name, asked);
    return asked;
  };
  const valueOf = async <Name extends SecretName>(name: Name, isGood: (known: Known) => boolean) => {
    const found = known.get(name);
    const { value } = found && isGood(found) ? found : ask(name);
    return (await value) as Secrets[Name];
  };
  return {
    get: (name) => valueOf(name, ({ until }) => until > clock.now()),
    getAnew: (name) => valueOf(name, ({ askedAt }) => askedAt + askAgainMs > clock.now()),
  };
}

async function read(client: SecretsManagerClient, name: SecretName, arn: string | undefined) {
  if (arn === undefined) throw new Error(`this function has not been given the secret ${name}`);
  const { SecretString = "" } = await client
    .send(new GetSecretValueCommand({ SecretId: arn }))
    .catch((error: unknown) => {
      throw new SecretUnavailable(name, troubleOf(error), { cause: error });
    });
  const schema = secretsSchema.shape[name];
  const value = [() => SecretString, () => JSON.parse(SecretString) as unknown]
    .map((readIt) => parsed(schema, readIt))
    .find((text) => text !== undefined);
  if (value === undefined) throw new SecretUnavailable(name, "malformed");
  return value;
}

/** Neither the text nor what is wrong with it goes into an error: it would be written down. */
function parsed(schema: z.ZodType, readIt: () => unknown): unknown {
  try {
    return schema.safeParse(readIt()).data;
  } catch {
    return undefined;
  }
}

/** Secrets Manager's own words, and those that all of AWS shares (API reference, "GetSecretValue", "Common errors"). */
const troubles: Readonly<Record<string, SecretTrouble>> = {
  ResourceNotFoundException: "missing",
  InvalidRequestException: "missing", // marked for deletion
  AccessDeniedException: "refused",
  DecryptionFailure: "refused",
  ExpiredTokenException: "refused",
  UnrecognizedClientException: "refused",
};

function troubleOf(error: unknown): SecretTrouble {
  return (error instanceof Error && troubles[error.name]) || "unreachable";
}
