import { readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { type Graph, ofType, type Resource } from "./graph/graph.ts";
import { rootDir } from "./graph/platform.ts";
import { graphOf } from "./testing/graphs.ts";

/** Arguments by which AWS knows a thing; what has none of them gets a name that is made up for it. */
const nameFields = [
  "name",
  "bucket",
  "configurationSetName",
  "dashboardName",
  "domain",
  "domainName",
  "emailIdentity",
];

/** What is known by its name only within something that is the stage's, such as a pool, an API or a database. */
const within = [
  "aws:apigateway/authorizer:Authorizer",
  "aws:athena/namedQuery:NamedQuery",
  "aws:cognito/userGroup:UserGroup",
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:glue/catalogTable:CatalogTable",
  "aws:s3/bucketObjectv2:BucketObjectv2",
];

/** What an account has once, by type. API Gateway's role for logs is left out: SST makes it where there is none, and it stays. */
const oncePerAccount = /^aws:(ses|sesv2)\/|smsPreferences|accountPublicAccessBlock|accountPasswordPolicy/;

const provisioned = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig";

function namesOf(graph: Graph): Set<string> {
  const named = ({ type, inputs }: Resource): string[] =>
    nameFields.flatMap((field) =>
      typeof inputs[field] === "string" ? [`${type} ${String(inputs[field])}`] : [],
    );
  return new Set(graph.resources.filter(({ type }) => !within.includes(type)).flatMap(named));
}

test.each([
  ["preview", "personal"],
  ["preview", "production"],
  ["personal", "production"],
] as const)(
  "%s and %s stages stand in one account: neither makes a thing by the other's name",
  (one, other) => {
    const [names, others] = [namesOf(graphOf(one)), namesOf(graphOf(other))];
    expect(names.size).toBeGreaterThan(100);
    expect([...names].filter((name) => others.has(name))).toEqual([]);
  },
);

test.each(["preview", "personal"] as const)(
  "%s sets none of the account's invocations aside, so that any number of them stands beside production",
  (stage) => {
    const reserving = (graph: Graph) =>
      ofType(graph, "aws:lambda/function:Function")
        .filter(({ inputs }) => (inputs["reservedConcurrentExecutions"] ?? -1) !== -1)
        .map(({ name }) => name);
    expect(reserving(graphOf(stage))).toEqual([]);
    expect(ofType(graphOf(stage), provisioned)).toEqual([]);
    expect(reserving(graphOf("production"))).toEqual(["WatchHandlerFunction"]);
  },
);

test.each(["production", "preview", "personal"] as const)(
  "%s makes as many cache policies as docs/aws/stages.md says that a stage makes",
  (stage) => {
    const page = readFileSync(path.join(rootDir, "docs/aws/stages.md"), "utf8");
    const said = /cache policies come first: a stage makes (\d+)/.exec(page)?.[1];
    expect(ofType(graphOf(stage), "aws:cloudfront/cachePolicy:CachePolicy")).toHaveLength(Number(said));
  },
);

test.each(["preview", "personal"] as const)("%s makes nothing of what an account has once", (stage) => {
  const made = (graph: Graph) =>
    graph.resources.filter(({ type }) => oncePerAccount.test(type)).map(({ type }) => type);
  expect(made(graphOf(stage))).toEqual([]);
  expect(made(graphOf("production"))).toEqual(
    expect.arrayContaining([
      "aws:sesv2/emailIdentity:EmailIdentity",
      "aws:sns/smsPreferences:SmsPreferences",
    ]),
  );
});
