import { roles } from "@doorbuster/core/access/permissions";

import { type Graph, ofType, type Resource } from "../graph/graph.ts";
import { each, type Finding, type Rule } from "./rule.ts";

/** What each kind of people is held to. */
const pools = {
  StaffUserPool: { mfa: "ON", invitedOnly: true },
  CustomersUserPool: { mfa: "OPTIONAL", invitedOnly: false },
} as const;

/**
 * Staff are invited, have a second factor and a group for each role; customers may join by themselves and choose. Both sign
 * in at Cognito's own pages, by a code, and staff's calls of the API are asked for a token of the staff's pool.
 */
export const signIn: Rule = (graph) => [
  ...Object.entries(pools).flatMap(([name, promise]) => heldTo(graph, name, promise)),
  ...roles
    .filter((role) => !hasGroup(graph, role))
    .map((role) => ({ resource: "StaffUserPool", says: `knows no ${role}` })),
  ...each(
    ofType(graph, "aws:apigateway/authorizer:Authorizer"),
    ({ inputs }) =>
      !(inputs["providerArns"] ?? []).every((arn: string) => arn.endsWith(`/${staffPool(graph)}`)) &&
      "takes others for staff",
  ),
];

function heldTo(
  graph: Graph,
  name: string,
  { mfa, invitedOnly }: { readonly mfa: string; readonly invitedOnly: boolean },
): Finding[] {
  const found = ofType(graph, "aws:cognito/userPool:UserPool").filter((pool) => pool.name === name);
  if (found.length === 0) return [{ resource: name, says: "is not there" }];
  return each(found, ({ inputs }) => {
    const said: string[] = [];
    if (inputs["mfaConfiguration"] !== mfa) said.push(`its second factor is not ${mfa}`);
    if (inputs["softwareTokenMfaConfiguration"]?.enabled !== true) said.push("takes no authenticator app");
    if (inputs["adminCreateUserConfig"]?.allowAdminCreateUserOnly !== invitedOnly)
      said.push(invitedOnly ? "lets people join by themselves" : "lets nobody join");
    if (of(graph, "aws:cognito/userPoolDomain:UserPoolDomain", name).length === 0)
      said.push("has no page to sign in at");
    const clients = of(graph, "aws:cognito/userPoolClient:UserPoolClient", name);
    if (clients.length === 0) said.push("has no client");
    if (clients.some(({ inputs: client }) => String(client["allowedOauthFlows"]) !== "code"))
      said.push("hands tokens out otherwise than for a code");
    return said;
  });
}

/** What belongs to a pool, which others know by its id. */
function of(graph: Graph, type: string, pool: string): readonly Resource[] {
  return ofType(graph, type).filter(({ inputs }) => inputs["userPoolId"] === pool);
}

function hasGroup(graph: Graph, role: string): boolean {
  return of(graph, "aws:cognito/userGroup:UserGroup", "StaffUserPool").some(
    ({ inputs }) => inputs["name"] === role,
  );
}

function staffPool(graph: Graph): string {
  const pool = ofType(graph, "aws:cognito/userPool:UserPool").find(({ name }) => name === "StaffUserPool");
  return String(pool?.inputs["name"] ?? "StaffUserPool");
}
