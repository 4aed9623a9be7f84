import { readFile } from "node:fs/promises";
import { importJWK, SignJWT, type JWK } from "jose";
import type { RoadShop } from "./kit.ts";

/** A customer's token, from the issuer that only the laptop edition trusts; never staff, whatever it claims. */
export async function customerToken(
  shop: RoadShop,
  subject: string,
  options: { groups?: string[]; exp?: string } = {},
) {
  const { labIssuer } = JSON.parse(await readFile(shop.secretsFile, "utf8")) as {
    labIssuer: { privateJwk: JWK };
  };
  const settings = JSON.parse(shop.env["DOORBUSTER_SETTINGS"] ?? "{}") as {
    trustedIssuers: { issuer: string; audience: string; jwks?: object }[];
  };
  const trusted = settings.trustedIssuers.find(({ jwks }) => jwks !== undefined);
  if (!trusted) throw new Error("the shop trusts no issuer with keys in place");
  return new SignJWT({ "cognito:groups": options.groups ?? [] })
    .setProtectedHeader({ alg: "ES256", ...(labIssuer.privateJwk.kid && { kid: labIssuer.privateJwk.kid }) })
    .setIssuer(trusted.issuer)
    .setAudience(trusted.audience)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime(options.exp ?? "5m")
    .sign(await importJWK(labIssuer.privateJwk, "ES256"));
}
