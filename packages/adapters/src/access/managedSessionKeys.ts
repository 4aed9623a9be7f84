import type { SessionKeys } from "@doorbuster/core/access/sessionKeys";
import { secretsClient } from "../aws/secretsClient.ts";
import { systemClock } from "../system.ts";
import { managedSecrets } from "./secrets.ts";

/** The session keys in Secrets Manager. */
export function managedSessionKeys(arns: { readonly sessionKey: string }): SessionKeys {
  const secrets = managedSecrets(secretsClient(), arns, systemClock);
  return { get: () => secrets.get("sessionKey"), getAnew: () => secrets.getAnew("sessionKey") };
}
