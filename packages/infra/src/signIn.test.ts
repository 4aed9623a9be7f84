import { functions } from "@doorbuster/adapters/definitions/functions";
import { readSettings } from "@doorbuster/adapters/settings";
import { expect, test } from "vitest";

import { type Graph, type Inputs, named, ofType, type Resource } from "./graph/graph.ts";
import { capital, keysOf } from "./keysOf.ts";
import { inlineStatements, roleOf } from "./rules/policies.ts";
import { graphOf, type StageName } from "./testing/graphs.ts";

/** Which pool's people sign in at which site, in the order in which functions are told. */
const sites = { console: "Staff", storefront: "Customers" } as const;
type Site = keyof typeof sites;
const stages = ["production", "preview", "altered"] as const satisfies readonly StageName[];

/** The function that answers for a site, and what it is told. */
function serverOf(graph: Graph, site: Site): Resource {
  const found = ofType(graph, "aws:lambda/function:Function").find(({ inputs }) =>
    String(inputs["name"]).endsWith(`-${site}-server`),
  );
  if (!found) throw new Error(`${site} has no server`);
  return found;
}
const toldTo = (graph: Graph, site: Site): Record<string, string> =>
  serverOf(graph, site).inputs["environment"].variables;

const clientOf = (graph: Graph, site: Site): Inputs =>
  named(graph, "aws:cognito/userPoolClient:UserPoolClient", `${sites[site]}ClientClient`).inputs;

for (const stage of stages) {
  test(`in ${stage}, Cognito returns people to the addresses that the sites ask it to, and to no other`, () => {
    for (const site of keysOf(sites)) {
      const { DOORBUSTER_SITE_URL: siteUrl } = toldTo(graphOf(stage), site);
      expect(siteUrl).toMatch(/^https:\/\/[^/]+$/);
      expect(clientOf(graphOf(stage), site)).toMatchObject({
        callbackUrls: [`${siteUrl}/auth/callback`],
        logoutUrls: [`${siteUrl}/`],
      });
    }
  });

  test(`in ${stage}, a site's client has no secret, and takes codes and the site's scopes alone`, () => {
    for (const site of keysOf(sites)) {
      const client = clientOf(graphOf(stage), site);
      expect(client).toMatchObject({
        allowedOauthFlowsUserPoolClient: true,
        allowedOauthFlows: ["code"],
        allowedOauthScopes: ["openid", "email", "profile"],
        supportedIdentityProviders: ["COGNITO"],
        enableTokenRevocation: true,
      });
      expect(client["generateSecret"] ?? false).toBe(false);
    }
  });

  test(`in ${stage}, functions take access tokens of the clients that the sites sign in with`, () => {
    const graph = graphOf(stage);
    const wanted = keysOf(sites).map((site) => {
      const told = toldTo(graph, site);
      return { issuer: told["DOORBUSTER_ISSUER"], clientId: told["DOORBUSTER_CLIENT_ID"] };
    });
    for (const name of keysOf(functions)) {
      const { inputs } = named(graph, "aws:lambda/function:Function", `${capital(name)}HandlerFunction`);
      const { trustedIssuers } = readSettings(inputs["environment"].variables);
      expect(trustedIssuers.map(({ issuer, clientId }) => ({ issuer, clientId }))).toEqual(wanted);
    }
  });

  test(`in ${stage}, a site is told where its session keys are, and may read and decrypt them and no other secret`, () => {
    const graph = graphOf(stage);
    const secret = named(graph, "aws:secretsmanager/secret:Secret", "SecretSessionKey").inputs;
    for (const site of keysOf(sites)) {
      const arns = JSON.parse(toldTo(graph, site)["DOORBUSTER_SECRET_ARNS"] ?? "{}") as object;
      expect(arns).toEqual({ sessionKey: expect.stringMatching(new RegExp(`:secret:${secret["name"]}$`)) });
      const role = roleOf(graph, serverOf(graph, site));
      const statements = role ? inlineStatements(role) : [];
      const resourcesOf = (action: string) =>
        statements.filter(({ actions }) => actions.includes(action)).flatMap(({ resources }) => resources);
      expect(resourcesOf("secretsmanager:GetSecretValue")).toEqual(Object.values(arns));
      expect(resourcesOf("kms:Decrypt")).toContain(secret["kmsKeyId"]);
    }
  });
}

test("staff are known by a username, which is in their access tokens; customers by their address, which is not", () => {
  const pool = (name: string) =>
    named(graphOf("production"), "aws:cognito/userPool:UserPool", `${name}UserPool`).inputs;
  expect(pool("Staff")["usernameAttributes"]).toBeUndefined();
  expect(pool("Staff")["aliasAttributes"]).toBeUndefined();
  expect(pool("Customers")["usernameAttributes"]).toEqual(["email"]);
});
