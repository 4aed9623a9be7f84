import type { Settings } from "../settings.ts";
import type { Gateway } from "./gateway.ts";
import { edgeRules } from "./firewallRules.ts";

export type SiteName = "storefront" | "console";

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
  return {
    storefront: createDoor("storefront", domain, settings, gateway),
    console: createDoor("console", domain && `console.${domain}`, settings, gateway),
  };
}

function createDoor(
  name: SiteName,
  domain: string | undefined,
  settings: Settings,
  gateway: Gateway,
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
        args.orderedCacheBehaviors = forwards[name].map(toApi);
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

function toApi(pathPattern: string): aws.types.input.cloudfront.DistributionOrderedCacheBehavior {
  return {
    pathPattern,
    targetOriginId: "api",
    viewerProtocolPolicy: "https-only",
    allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
    cachedMethods: ["GET", "HEAD"],
    compress: false, // a compressed stream would be held back
    cachePolicyId: cachingDisabled,
    originRequestPolicyId: allViewerExceptHostHeader,
    responseHeadersPolicyId: securityHeaders,
  };
}
