import { capital, mapKeys } from "../keysOf.ts";
import { type SecretName, secrets } from "../permissions.ts";
import type { Settings } from "../settings.ts";
import type { Keys } from "./keys.ts";

export type Secrets = Readonly<Record<SecretName, aws.secretsmanager.Secret>>;

/** A place for each secret. What is in it is put there by command, so that no value is ever in the program or its state. */
export function createSecrets({ keepData }: Settings, keys: Keys): Secrets {
  return mapKeys(
    secrets,
    (description, name) =>
      new aws.secretsmanager.Secret(`Secret${capital(name)}`, {
        name: `${$app.name}/${$app.stage}/${name}`,
        description,
        kmsKeyId: keys.secrets.arn,
        // A preview that is made again needs the name again.
        recoveryWindowInDays: keepData ? 30 : 0,
      }),
  );
}
