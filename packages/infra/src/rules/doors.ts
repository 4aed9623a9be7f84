import { ofType, type Resource } from "../graph/graph.ts";
import { each, type Rule } from "./rule.ts";

/** Which paths which site hands on to the API from its own origin. */
const forwarded: readonly { readonly door: string; readonly path: string }[] = [
  { door: "StorefrontDoorCdnDistribution", path: "/trpc/*" },
  { door: "ConsoleDoorCdnDistribution", path: "/ops/trpc/*" },
];

/** CloudFront's managed policy that keeps nothing. */
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/** Calls of the API go from each site's own origin to the API, are kept by nobody, and are handed on as they are. */
export const doors: Rule = (graph) => {
  if (graph.live) return []; // in `sst dev` sites run on the developer's machine, which forwards itself
  const distributions = ofType(graph, "aws:cloudfront/distribution:Distribution");
  return forwarded.flatMap(({ door, path }) => {
    const found = distributions.filter(({ name }) => name === door);
    if (found.length === 0) return [{ resource: door, says: "is not there" }];
    return each(found, (resource) => forwards(resource, path));
  });
};

function forwards({ inputs }: Resource, path: string): string | undefined {
  const behavior = (inputs["orderedCacheBehaviors"] ?? []).find(
    ({ pathPattern }: { pathPattern: string }) => pathPattern === path,
  );
  const origin = (inputs["origins"] ?? []).find(
    ({ originId }: { originId: string }) => originId === behavior?.targetOriginId,
  );
  if (!/execute-api/.test(origin?.domainName ?? "")) return `does not hand ${path} on to the API`;
  if (behavior.cachePolicyId !== cachingDisabled) return `keeps answers of ${path}`;
  if (behavior.compress !== false) return `holds streams of ${path} back`;
  return undefined;
}
