import { readSettings } from "@doorbuster/adapters/settings";
import { expect, test } from "vitest";

import { evaluate } from "./graph/evaluate.ts";
import { type Graph, type Inputs, named, ofType } from "./graph/graph.ts";
import { capital } from "./keysOf.ts";
import { devPorts, siteNames, type SiteName } from "./sites.ts";
import { graphOf } from "./testing/graphs.ts";

const personal = () => graphOf("personal");
const processOf = (name: SiteName) => personal().processes[capital(name)];
const urlOf = (name: SiteName) => `http://localhost:${devPorts[name]}`;

test.each(siteNames)(
  "sst dev starts the %s on a port of its own, which it is told is its address",
  (name) => {
    expect(processOf(name)).toMatchObject({
      command: `npm run dev -- --hostname 127.0.0.1 --port ${devPorts[name]}`,
      directory: `apps/${name}`,
      environment: { DOORBUSTER_SITE_URL: urlOf(name) },
    });
    expect(new Set(Object.values(devPorts)).size).toBe(siteNames.length);
  },
);

test.each([
  ["storefront", "Customers"],
  ["console", "Staff"],
] as const)(
  "in sst dev Cognito returns people to the %s on the developer's machine, and to nobody else",
  (name, pool) => {
    const client = named(personal(), "aws:cognito/userPoolClient:UserPoolClient", `${pool}ClientClient`);
    expect(client.inputs).toMatchObject({
      callbackUrls: [`${urlOf(name)}/auth/callback`],
      logoutUrls: [`${urlOf(name)}/`],
    });
  },
);

test.each(siteNames)("in sst dev the %s is told all that it is told when it is deployed", (name) => {
  const deployed = ofType(graphOf("preview"), "aws:lambda/function:Function").find(({ inputs }) =>
    String(inputs["name"]).endsWith(`-${name}-server`),
  );
  const ours = (variables: object = {}) =>
    Object.keys(variables)
      .filter((variable) => variable.startsWith("DOORBUSTER_"))
      .sort();
  expect(ours(processOf(name)?.environment)).toEqual(ours(deployed?.inputs["environment"].variables));
});

test("in sst dev links in mails lead to the developer's machine", () => {
  const { inputs } = named(personal(), "aws:lambda/function:Function", "EmailHandlerFunction");
  expect(readSettings(inputs["environment"].variables).storefrontUrl).toBe(urlOf("storefront"));
});

/** The common rules that count alone, by the firewall in front of the API and of sign-in. */
function counted(graph: Graph): string[] {
  const { inputs } = named(graph, "aws:wafv2/webAcl:WebAcl", "ApiFirewall");
  return (inputs["rules"] as readonly Inputs[])
    .map(({ statement }) => statement.managedRuleGroupStatement as Inputs | undefined)
    .filter((group) => group?.["name"] === "AWSManagedRulesCommonRuleSet")
    .flatMap((group) => group?.["ruleActionOverrides"] as readonly Inputs[])
    .filter(({ actionToUse }) => "count" in actionToUse)
    .map(({ name }) => name as string);
}
const refuseLocalhost = ["EC2MetaDataSSRF_QUERYARGUMENTS", "EC2MetaDataSSRF_BODY"];

test("in sst dev the firewall lets people ask to come back to the developer's machine", () => {
  expect(counted(personal())).toEqual([...counted(graphOf("preview")), ...refuseLocalhost]);
});

test.each(["production", "preview", "altered"] as const)(
  "%s refuses requests that name the machine itself",
  (stage) => {
    expect(counted(graphOf(stage))).not.toEqual([]);
    expect(counted(graphOf(stage)).filter((rule) => refuseLocalhost.includes(rule))).toEqual([]);
  },
);

test.each(["production", "preview", "altered"] as const)("%s knows no machine of a developer", (stage) => {
  expect(JSON.stringify(graphOf(stage).resources)).not.toMatch(/localhost|127\.0\.0\.1/);
  expect(graphOf(stage).processes).toEqual({});
});

test("sst dev is refused for a stage that others use", async () => {
  const developed = evaluate([{ stage: "production", command: "dev" }]);
  await expect(developed).rejects.toThrow("production is nobody's own");
}, 60_000);
