import { fixedSessionKey, type SessionKeys } from "@doorbuster/core/access/sessionKeys";
import * as z from "zod";

const keySchema = z.string().min(32);
const arnsSchema = z.object({ sessionKey: z.string() });

/**
 * The keys of a site's session cookies, by the environment of its server: `DOORBUSTER_SESSION_KEY` is the key itself, on a
 * laptop; on AWS `DOORBUSTER_SECRET_ARNS` says where the secret is. It is read when the first cookie is sealed or opened,
 * and what reads it is loaded only then: a laptop never does.
 *
 * @throws {z.ZodError} names the variable that is missing or malformed
 */
export function sessionKeysOf(environment: Readonly<Record<string, string | undefined>>): SessionKeys {
  const key = environment["DOORBUSTER_SESSION_KEY"];
  if (key !== undefined) return fixedSessionKey(keySchema.parse(key));
  const arns = arnsSchema.parse(JSON.parse(environment["DOORBUSTER_SECRET_ARNS"] ?? "{}"));
  let loaded: Promise<SessionKeys> | undefined;
  const keys = () => (loaded ??= import("./managedSessionKeys.ts").then((it) => it.managedSessionKeys(arns)));
  return {
    get: async () => (await keys()).get(),
    getAnew: async () => (await keys()).getAnew(),
  };
}
