import { functions } from "@doorbuster/adapters/definitions/functions";

import { type Graph, ofType } from "../graph/graph.ts";
import { capital, keysOf } from "../keysOf.ts";
import { sitePermissionsIn, type SiteTarget } from "../sitePermissions.ts";
import { type SiteName, siteNames, type SitePart, siteParts } from "../sites.ts";
import { arnOf, arnsOf, logGroupArn } from "./arns.ts";
import { atTheEdge } from "./logs.ts";
import { differences, inlineStatements, roleOf } from "./policies.ts";
import { each, except, type Finding, type Rule } from "./rule.ts";

/** The sites' functions may do what was written down, and there is no function of which nothing was. */
export const siteRoles: Rule = (graph) => {
  if (graph.live) return []; // in `sst dev` sites run on the developer's machine
  return [
    ...siteNames.flatMap((site) => siteParts.flatMap((part) => asWritten(graph, site, part))),
    ...unknownFunctions(graph),
  ];
};

function asWritten(graph: Graph, site: SiteName, part: SitePart): Finding[] {
  const fn = ofType(graph, "aws:lambda/function:Function").find(
    ({ inputs }) => inputs["name"] === nameOf(graph, site, part),
  );
  const role = fn && roleOf(graph, fn);
  if (role === undefined) return [{ resource: `${site}-${part}`, says: "has no role" }];
  const granted = sitePermissionsIn(graph.settings.network, part).map(({ on, actions }) => ({
    actions,
    resources: siteArns(graph, site, part, on),
  }));
  return each([role], () => differences(inlineStatements(role), granted));
}

function siteArns(graph: Graph, site: SiteName, part: SitePart, on: SiteTarget): string[] {
  const bucket = () => arnOf(graph, "aws:s3/bucket:Bucket", `${capital(site)}AssetsBucket`);
  switch (on.kind) {
    case "assets":
      return [bucket()];
    case "assetFiles":
      return [`${bucket()}/*`];
    case "revalidationQueue":
      return [arnOf(graph, "aws:sqs/queue:Queue", `${capital(site)}RevalidationEventsQueue`)];
    case "log":
      return [`${logGroupArn(graph, `${site}-${part}`)}:*`];
    default:
      return arnsOf(graph, on);
  }
}

function nameOf({ app }: Graph, site: SiteName, part: SitePart): string {
  return `${app.name}-${app.stage}-${site}-${part}`;
}

function unknownFunctions(graph: Graph): Finding[] {
  const known = new Set([
    ...keysOf(functions).map((name) => `${graph.app.name}-${graph.app.stage}-${name}`),
    ...siteNames.flatMap((site) => siteParts.map((part) => nameOf(graph, site, part))),
  ]);
  return each(
    except(ofType(graph, "aws:lambda/function:Function"), atTheEdge),
    ({ inputs }) => !known.has(String(inputs["name"])) && "nobody wrote down what it may do",
  );
}
