import type { OrderPolicy } from "@doorbuster/core/order/policy";

import { apiAudience } from "../issuer/audience.ts";
import type { TrustedIssuer } from "../lambda/index.ts";
import { dummyCredentials } from "../services/clients.ts";
import { region, resourceEnvironment } from "../services/resources.ts";
import type { Secrets } from "../services/secrets.ts";
import { endpointEnvironment } from "./endpoints.ts";
import type { Endpoints, ShopUrls } from "./types.ts";

/** The `iss` of tokens that the replay signs for its customers. Only the laptop edition's functions trust it. */
export const labIssuer = "https://lab.doorbuster.example";

/** Stands for the Cognito user pool, for customers and staff. */
export function signInIssuer(urls: ShopUrls): TrustedIssuer {
  return { issuer: urls.issuer, jwks: new URL(`${urls.issuer}/jwks`), audience: apiAudience };
}

/** What the AWS SDK and SST's `Resource` read: endpoints, region, a key pair, and the names of the resources. */
export function storeEnvironment(endpoints: Endpoints): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: dummyCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: dummyCredentials.secretAccessKey,
    ...endpointEnvironment(endpoints),
    ...resourceEnvironment(endpoints),
  };
}

/** All that an adapter needs, in a function or in any other process of the laptop edition. */
export function adapterEnvironment(shop: {
  endpoints: Endpoints;
  urls: ShopUrls;
  secrets: Secrets;
  secretsFile: string;
  orders?: Partial<OrderPolicy> | undefined;
  auditAfterMs?: number | undefined;
}): Record<string, string> {
  return {
    ...storeEnvironment(shop.endpoints),
    DOORBUSTER_SECRETS_FILE: shop.secretsFile,
    DOORBUSTER_SETTINGS: JSON.stringify({
      ...settings(shop.urls, shop.secrets),
      orders: shop.orders ?? {},
      books: { restMs: shop.auditAfterMs },
    }),
  };
}

/**
 * What one function sees and no other. SNS is two services in one: topics, and telephones. The embedded one keeps text
 * messages to itself, so the function that sends them is sent to the inbox.
 */
export function ownEnvironment(functionName: string, endpoints: Endpoints): Record<string, string> {
  return functionName === "sms" ? { AWS_ENDPOINT_URL_SNS: endpoints.sms } : {};
}

/** What a deployment decides, and no secret. */
function settings(urls: ShopUrls, secrets: Secrets) {
  const signIn = signInIssuer(urls);
  return {
    trustedIssuers: [
      { issuer: signIn.issuer, audience: signIn.audience, jwksUri: `${urls.issuer}/jwks`, staff: true },
      { issuer: labIssuer, audience: apiAudience, jwks: { keys: [secrets.labIssuer.publicJwk] } },
    ],
    paymentBaseUrl: urls.sandbox.replace("//localhost:", "//127.0.0.1:"),
    storefrontUrl: urls.storefront ?? urls.api,
    senderEmail: "orders@doorbuster.example",
    notifications: { localPushService: urls.inbox },
    collection: "autumn-drop",
  };
}

/** What the server of a site needs. `siteUrl` is its own address, as browsers know it. */
export function siteEnvironment(urls: ShopUrls, siteUrl: string, secrets: Secrets): Record<string, string> {
  return {
    DOORBUSTER_API_URL: urls.api,
    DOORBUSTER_ISSUER: urls.issuer,
    DOORBUSTER_SITE_URL: siteUrl,
    DOORBUSTER_SESSION_KEY: secrets.sessionKey,
    DOORBUSTER_FIELDS_URL: urls.sandbox,
    DOORBUSTER_LOCAL_PUSH_URL: urls.inbox,
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
