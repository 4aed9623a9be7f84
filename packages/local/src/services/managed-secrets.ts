import { startSecretsManager } from "@doorbuster/adapters/testing/secretsManager";

import { accountId, app, region } from "./resources.ts";

/** Secrets that functions get as deployed ones do: by asking. */
export interface ManagedSecrets {
  /** For a function's environment: where it asks, and for what; no file any more. */
  readonly env: Readonly<Record<string, string | undefined>>;
  close(): Promise<void>;
}

/**
 * Starts a stand-in of Secrets Manager that holds the secrets as they are put in by command: texts as they are, the rest as
 * JSON.
 *
 * @param arns where each secret is, and which there are; as a stage called `local` would have them unless told
 */
export async function manageSecrets(
  secrets: Readonly<Record<string, unknown>>,
  arns: Readonly<Record<string, string>> = localArns(Object.keys(secrets)),
): Promise<ManagedSecrets> {
  const kept = Object.entries(arns).map(([name, arn]) => {
    const secret = secrets[name];
    return [arn, typeof secret === "string" ? secret : JSON.stringify(secret)] as const;
  });
  const manager = await startSecretsManager(Object.fromEntries(kept));
  return {
    env: {
      DOORBUSTER_SECRETS_FILE: undefined,
      DOORBUSTER_SECRET_ARNS: JSON.stringify(arns),
      AWS_ENDPOINT_URL_SECRETS_MANAGER: manager.endpoint,
    },
    close: () => manager.close(),
  };
}

function localArns(names: readonly string[]): Record<string, string> {
  const prefix = `arn:aws:secretsmanager:${region}:${accountId}:secret:${app.name}-${app.stage}`;
  return Object.fromEntries(names.map((name) => [name, `${prefix}-${name}`]));
}
