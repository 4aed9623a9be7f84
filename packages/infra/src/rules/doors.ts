import {
  sharedParameters,
  sharedQueries,
  sharedSeconds,
} from "@doorbuster/adapters/definitions/sharedAnswers";

import { type Graph, type Inputs, ofType, type Resource } from "../graph/graph.ts";
import { each, type Rule } from "./rule.ts";

/** Which paths which site hands on to the API from its own origin. */
const forwarded: readonly { readonly door: string; readonly path: string }[] = [
  { door: "StorefrontDoorCdnDistribution", path: "/trpc/*" },
  { door: "ConsoleDoorCdnDistribution", path: "/ops/trpc/*" },
];

/** CloudFront's managed policy that keeps nothing. */
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/**
 * Calls of the API go from each site's own origin to the API, are kept by nobody, and are handed on as they are. Only what
 * the storefront's API tells everybody alike is kept, for a moment, and without anything that says who asks.
 */
export const doors: Rule = (graph) => {
  if (graph.live) return []; // in `sst dev` sites run on the developer's machine, which forwards itself
  const distributions = ofType(graph, "aws:cloudfront/distribution:Distribution");
  return forwarded.flatMap(({ door, path }) => {
    const found = distributions.filter(({ name }) => name === door);
    if (found.length === 0) return [{ resource: door, says: "is not there" }];
    return each(found, (resource) => [
      ...[forwards(resource, path) ?? []].flat(),
      ...keptBefore(resource, path).flatMap((behavior) => wrongWithKept(graph, behavior)),
      ...(path === "/trpc/*" ? sharedQueries.flatMap((query) => missing(resource, path, query)) : []),
      ...keptErrors(resource),
    ]);
  });
};

function behaviorsOf({ inputs }: Resource): readonly Inputs[] {
  return inputs["orderedCacheBehaviors"] ?? [];
}

function forwards(resource: Resource, path: string): string | undefined {
  const behavior = behaviorsOf(resource).find(({ pathPattern }) => pathPattern === path);
  if (!leadsToApi(resource, behavior)) return `does not hand ${path} on to the API`;
  if (behavior?.["cachePolicyId"] !== cachingDisabled) return `keeps answers of ${path}`;
  if (behavior["compress"] !== false) return `holds streams of ${path} back`;
  return undefined;
}

function leadsToApi({ inputs }: Resource, behavior: Inputs | undefined): boolean {
  const origin = ((inputs["origins"] ?? []) as readonly Inputs[]).find(
    ({ originId }) => originId === behavior?.["targetOriginId"],
  );
  return /execute-api/.test(origin?.["domainName"] ?? "");
}

/** Whatever else leads to the API. */
function keptBefore(resource: Resource, path: string): Inputs[] {
  return behaviorsOf(resource).filter(
    (behavior) => behavior["pathPattern"] !== path && leadsToApi(resource, behavior),
  );
}

/** The first behaviour that fits a path counts. */
function missing(resource: Resource, path: string, query: string): string[] {
  const patterns = behaviorsOf(resource).map(({ pathPattern }) => String(pathPattern));
  const at = patterns.indexOf(`/trpc/${query}`);
  return at >= 0 && at < patterns.indexOf(path) ? [] : [`asks the API for each ${query}`];
}

function wrongWithKept(graph: Graph, behavior: Inputs): string[] {
  const { pathPattern, cachePolicyId, originRequestPolicyId } = behavior;
  const said: string[] = [];
  if (!sharedQueries.some((query) => pathPattern === `/trpc/${query}`))
    said.push(`keeps ${pathPattern}, which is not told to everybody alike`);
  if (originRequestPolicyId !== undefined) said.push(`says who asks for ${pathPattern}`);
  const policy = ofType(graph, "aws:cloudfront/cachePolicy:CachePolicy").find(({ name }) =>
    String(cachePolicyId).includes(name),
  )?.inputs;
  const key = policy?.["parametersInCacheKeyAndForwardedToOrigin"];
  const found = {
    seconds: [policy?.["minTtl"], policy?.["defaultTtl"], policy?.["maxTtl"]],
    cookies: key?.cookiesConfig.cookieBehavior,
    headers: key?.headersConfig.headerBehavior,
    query: [key?.queryStringsConfig.queryStringBehavior, key?.queryStringsConfig.queryStrings?.items],
  };
  const wanted = {
    seconds: [0, 0, sharedSeconds],
    cookies: "none",
    headers: "none",
    query: ["whitelist", sharedParameters],
  };
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    said.push(`keeps ${pathPattern} by ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
  return said;
}

/** CloudFront keeps these for ten seconds unless it is told otherwise, whatever the answer says. */
const errorCodes = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

function keptErrors({ inputs }: Resource): string[] {
  const told = (inputs["customErrorResponses"] ?? []) as readonly Inputs[];
  return errorCodes
    .filter((code) => told.find(({ errorCode }) => errorCode === code)?.["errorCachingMinTtl"] !== 0)
    .map((code) => `keeps answers of status ${code}, one customer's for another`);
}
