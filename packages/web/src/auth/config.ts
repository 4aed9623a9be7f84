import * as z from "zod";

/** What a site's server needs to know to sign people in. */
export interface AuthConfig {
  /** The site's client id at the issuer; also the prefix of its cookies, as sites on one host share a jar. */
  readonly clientId: string;
  /** The issuer identifier, e.g. `https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc`. */
  readonly issuer: string;
  /** The site's own origin, as browsers know it. */
  readonly siteUrl: string;
  /** At least 32 characters of randomness: the key of the session cookies is derived from it. */
  readonly sessionKey: string;
}

const environmentSchema = z.object({
  DOORBUSTER_CLIENT_ID: z.string().min(1).optional(),
  DOORBUSTER_ISSUER: z.url(),
  DOORBUSTER_SITE_URL: z.url(),
  DOORBUSTER_SESSION_KEY: z.string().min(32),
});

/**
 * Reads the settings from the environment. Call it while answering a request, never while a module loads: a Next build
 * loads the modules too, and what it read would be baked into the site.
 *
 * @throws {z.ZodError} names the variable that is missing or malformed
 */
export function readAuthConfig(
  defaultClientId: string,
  environment: Record<string, string | undefined> = process.env,
): AuthConfig {
  const parsed = environmentSchema.parse(environment);
  return {
    clientId: parsed.DOORBUSTER_CLIENT_ID ?? defaultClientId,
    issuer: parsed.DOORBUSTER_ISSUER,
    siteUrl: new URL(parsed.DOORBUSTER_SITE_URL).origin,
    sessionKey: parsed.DOORBUSTER_SESSION_KEY,
  };
}
