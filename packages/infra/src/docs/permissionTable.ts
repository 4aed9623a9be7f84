import { functions } from "@doorbuster/adapters/definitions/functions";

import { type Grant, grantsOf, type Target } from "../grants.ts";
import { keysOf } from "../keysOf.ts";
import { type Permissions, permissions } from "../permissions.ts";
import { settingsFor } from "../settings.ts";
import { sitePermissions, type SiteTarget } from "../sitePermissions.ts";
import { type SitePart, siteParts } from "../sites.ts";

const preamble = `# Who may do what

Made from \`packages/infra/src/permissions.ts\` and the triggers of the definitions by
\`node packages/infra/src/docs/write.ts\`; a test says when it is stale. It shows production, on Lambda's own network.

A function has a role of its own. It trusts Lambda alone, has no policy that AWS wrote, and allows the actions below on the
resources below. \`code\` is what the function itself calls, \`trigger\` what Lambda does in its name to feed it, \`runtime\` what
every function needs. A transaction of DynamoDB is allowed by the actions of its parts.

The [functions of the sites](#the-functions-of-the-sites) stand at the end: SST gives them most of what they may, and
\`packages/infra/src/sitePermissions.ts\` says what that is. For all of them a rule compares each action on each resource with the
roles that would be deployed.
`;

const sitePreamble = `## The functions of the sites

Each site has these three, with roles of their own and the same rights, each on its own bucket, queue and log. \`code\` is what
the site itself calls, \`framework\` what OpenNext and SST call around it, \`runtime\` what every function needs. Both sites also
have a function at CloudFront's edge, which hashes bodies so that CloudFront can sign requests to the server. It may write logs,
by a policy that AWS wrote, and nothing else.
`;

/** The whole of who may do what, as a page. */
export function permissionPage(): string {
  const { stream, network } = settingsFor("production");
  const options = { enhancedFanOut: stream.enhancedFanOut, network };
  const all = keysOf(functions).map((name) => ({ name, grants: grantsOf(name, options) }));
  return [
    preamble,
    ...all.map(({ name, grants }) => section(name, grants)),
    anyResource(all.flatMap(({ grants }) => grants)),
    sitePreamble,
    ...siteParts.map(siteSection),
  ].join("\n");
}

function section(name: keyof typeof permissions, grants: readonly Grant[]): string {
  const { internet }: Permissions = permissions[name];
  const rows = grants.map(({ on, actions, by }) => [titleOf(on), actions.map(code).join(" "), by]);
  return [
    `## ${name}\n`,
    ...(internet === undefined ? [] : [`Calls over the internet: ${internet}.\n`]),
    table(["resource", "actions", "for"], rows),
  ].join("\n");
}

function siteSection(part: SitePart): string {
  const rows = sitePermissions[part].map(({ on, actions, by }) => [
    siteTitleOf(on),
    actions.map(code).join(" "),
    by,
  ]);
  return [`### ${part}\n`, table(["resource", "actions", "for"], rows)].join("\n");
}

function siteTitleOf(on: SiteTarget): string {
  switch (on.kind) {
    case "assets":
      return "its bucket";
    case "assetFiles":
      return "objects of its bucket";
    case "revalidationQueue":
      return "its queue of old pages";
    case "log":
      return "its own log";
    default:
      return titleOf(on);
  }
}

/** Why some grants are about every resource. */
function anyResource(grants: readonly Grant[]): string {
  const why = new Map<string, Set<string>>();
  for (const { on, actions } of grants) {
    if (on.kind !== "any") continue;
    const known = why.get(on.why) ?? new Set();
    for (const action of actions) known.add(action);
    why.set(on.why, known);
  }
  const rows = [...why].map(([because, actions]) => [[...actions].map(code).join(" "), because]);
  return `## Where AWS offers no narrower resource\n\n${table(["actions", "why"], rows)}`;
}

function titleOf(on: Target): string {
  switch (on.kind) {
    case "index":
      return `index ${code(`${on.table}/${on.name}`)}`;
    case "tableStream":
      return `stream of table ${code(on.name)}`;
    case "consumer":
      return `pipe of ${code(on.reader)} at stream ${code(on.name)}`;
    case "objects":
      return `objects ${code(`${on.bucket}/${on.prefix}*`)}`;
    case "mail":
      return "sender's identity";
    case "failures":
      return `queue ${code("ScheduleFailures")}`;
    case "logs":
      return "its own log";
    case "any":
      return "any";
    default:
      return `${on.kind} ${code(on.name)}`;
  }
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}
