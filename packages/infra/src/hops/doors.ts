import {
  sharedParameters,
  sharedQueries,
  sharedSeconds,
} from "@doorbuster/adapters/definitions/sharedAnswers";

import type { Settings } from "../settings.ts";
import type { SiteName } from "../sites.ts";
import type { Gateway } from "./gateway.ts";
import { edgeRules } from "./firewallRules.ts";

/** What stands in front of a site: CloudFront and its firewall. */
export type Doors = Readonly<Record<SiteName, sst.aws.Router>>;

/** Which paths of its own origin a site hands on to the API, as its `proxy.ts` does on a laptop. */
export const forwards: Readonly<Record<SiteName, readonly string[]>> = {
  storefront: ["/trpc/*"],
  console: ["/ops/trpc/*"],
};

// CloudFront's managed policies, by the ids that are the same everywhere (CloudFront developer guide).
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const allViewerExceptHostHeader = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
const securityHeaders = "67f7725c-6f97-4210-82d7-5512b31e9d03";

/** CloudFront in front of both sites. Calls of the API go past the site: no CORS, and no server rendering on the way. */
export function createDoors(settings: Settings, gateway: Gateway): Doors {
  const { domain } = settings;
  const kept = keptForAMoment();
  const shared = sharedQueries.map((query) => toApi(`/trpc/${query}`, kept));
  return {
    storefront: createDoor("storefront", domain, settings, { gateway, shared }),
    console: createDoor("console", domain && `console.${domain}`, settings, { gateway, shared: [] }),
  };
}

type Behavior = aws.types.input.cloudfront.DistributionOrderedCacheBehavior;
/** How long answers are kept, by what, and what of a request is handed on. */
type Keeping = Pick<Behavior, "cachePolicyId" | "originRequestPolicyId" | "compress">;

function createDoor(
  name: SiteName,
  domain: string | undefined,
  settings: Settings,
  { gateway, shared }: { readonly gateway: Gateway; readonly shared: readonly Behavior[] },
): sst.aws.Router {
  const door = name === "storefront" ? "StorefrontDoor" : "ConsoleDoor";
  return new sst.aws.Router(door, {
    ...(domain !== undefined && { domain }),
    // The site's function answers CloudFront alone, also to a request with a body.
    protection: "oac-with-edge-signing",
    waf: { logging: { include: "blocked", retention: "1 month" } },
    transform: {
      waf: (args): undefined => {
        args.rules = edgeRules(door, settings);
      },
      cdn: (args): undefined => {
        args.origins = $output(args.origins).apply((origins) => [...origins, apiOrigin(gateway)]);
        // The first that fits counts.
        args.orderedCacheBehaviors = [...shared, ...forwards[name].map((path) => toApi(path, keptByNobody))];
        args.customErrorResponses = keptErrors.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 }));
        args.transform = {
          distribution: (distribution): undefined => {
            distribution.httpVersion = "http2and3";
          },
        };
      },
    },
  });
}

function apiOrigin({ host, stageName }: Gateway) {
  return {
    originId: "api",
    domainName: host,
    originPath: `/${stageName}`,
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
      originReadTimeout: 60, // a subscription is never silent for longer than its heartbeat of 15 s
      originKeepaliveTimeout: 60,
    },
  };
}

/**
 * What CloudFront keeps of refusals if nothing is said: ten seconds, whatever the answer forbids, under a key that may be
 * the path alone (CloudFront developer guide, "Control how long CloudFront caches errors"). One customer's refusal would be
 * everybody's. So it keeps what an answer itself allows, and nothing else.
 */
const keptErrors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504] as const;

const keptByNobody: Keeping = {
  cachePolicyId: cachingDisabled,
  originRequestPolicyId: allViewerExceptHostHeader,
  compress: false, // a compressed stream would be held back
};

/**
 * For what everybody is told alike. The API says for how long, and here it is at most a moment. Only the query itself is
 * handed on: without token and cookies no answer can be somebody's own.
 */
function keptForAMoment(): Keeping {
  const policy = new aws.cloudfront.CachePolicy("SharedAnswers", {
    comment: `What ${$app.name} ${$app.stage} tells everybody alike`,
    minTtl: 0,
    defaultTtl: 0,
    maxTtl: sharedSeconds,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "none" },
      queryStringsConfig: {
        queryStringBehavior: "whitelist",
        queryStrings: { items: [...sharedParameters] },
      },
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    },
  });
  return { cachePolicyId: policy.id, compress: true };
}

function toApi(pathPattern: string, keeping: Keeping): Behavior {
  return {
    pathPattern,
    targetOriginId: "api",
    viewerProtocolPolicy: "https-only",
    allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
    cachedMethods: ["GET", "HEAD"],
    responseHeadersPolicyId: securityHeaders,
    ...keeping,
  };
}
