import type { SessionKeys } from "@doorbuster/core/access/sessionKeys";
import * as z from "zod";

/** A site, as its issuer knows it. */
export interface SiteConfig {
  /** The site's client id at the issuer; also the prefix of its cookies, as sites on one host share a jar. */
  readonly clientId: string;
  /** The issuer identifier, e.g. `https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc`. */
  readonly issuer: string;
  /** The site's own origin, as browsers know it. */
  readonly siteUrl: string;
}

/** What a site's server needs to sign people in. */
export interface AuthConfig extends SiteConfig {
  readonly sessionKeys: SessionKeys;
}

const environmentSchema = z.object({
  DOORBUSTER_CLIENT_ID: z.string().min(1).optional(),
  DOORBUSTER_ISSUER: z.url(),
  DOORBUSTER_SITE_URL: z.url(),
});

/**
 * Reads the settings from the environment. Call it while answering a request, never while a module loads: a Next build
 * loads the modules too, and what it read would be baked into the site.
 *
 * @throws {z.ZodError} names the variable that is missing or malformed
 */
export function readSiteConfig(
  defaultClientId: string,
  environment: Record<string, string | undefined> = process.env,
): SiteConfig {
  const parsed = environmentSchema.parse(environment);
  return {
    clientId: parsed.DOORBUSTER_CLIENT_ID ?? defaultClientId,
    issuer: parsed.DOORBUSTER_ISSUER,
    siteUrl: new URL(parsed.DOORBUSTER_SITE_URL).origin,
  };
}
