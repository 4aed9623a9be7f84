import { readFileSync } from "node:fs";
import path from "node:path";

import { functions } from "@doorbuster/adapters/definitions/functions";
import { expect, test } from "vitest";

import { type Graph, named, ofType, type Resource } from "./graph/graph.ts";
import { rootDir } from "./graph/platform.ts";
import { interfaceGrant } from "./grants.ts";
import { capital, keysOf } from "./keysOf.ts";
import { type Permissions, permissions } from "./permissions.ts";
import { atTheEdge } from "./rules/logs.ts";
import { inlineStatements, roleOf } from "./rules/policies.ts";
import { except } from "./rules/rule.ts";
import { siteNames } from "./sites.ts";
import { graphOf } from "./testing/graphs.ts";

const network = () => graphOf("altered");

const handler = (graph: Graph, name: string): Resource =>
  named(graph, "aws:lambda/function:Function", `${capital(name)}HandlerFunction`);
/** What answers for the sites, optimises their pictures and renews their pages; what runs at the edge has no network. */
const ofSites = (graph: Graph): Resource[] =>
  except(ofType(graph, "aws:lambda/function:Function"), atTheEdge).filter(({ inputs }) =>
    /-(storefront|console)-\w+$/.test(String(inputs["name"])),
  );

/** The subnets that a function runs in, by their names. */
const subnetsOf = ({ inputs }: Resource): string[] => inputs["vpcConfig"].subnetIds;

/** Where a subnet's packets for the rest of the world go. */
function wayOut(graph: Graph, subnet: string): string | undefined {
  const association = ofType(graph, "aws:ec2/routeTableAssociation:RouteTableAssociation").find(
    ({ inputs }) => inputs["subnetId"] === subnet,
  );
  const route = ofType(graph, "aws:ec2/route:Route").find(
    ({ inputs }) => inputs["routeTableId"] === association?.inputs["routeTableId"],
  );
  return route && (route.inputs["natGatewayId"] ? "nat" : "internet");
}

test("only functions that call what no endpoint reaches have a way out, and that is through NAT", () => {
  const graph = network();
  for (const name of keysOf(functions)) {
    const { internet }: Permissions = permissions[name];
    const ways = new Set(subnetsOf(handler(graph, name)).map((subnet) => wayOut(graph, subnet)));
    expect([name, ...ways]).toEqual([name, internet === undefined ? undefined : "nat"]);
  }
});

test("all of both sites runs in the network, goes out through NAT, and may be put there", () => {
  const graph = network();
  const functions = ofSites(graph);
  for (const site of siteNames) {
    expect(functions.map(({ inputs }) => inputs["name"])).toContain(`doorbuster-production-${site}-server`);
  }
  for (const fn of functions) {
    const ways = new Set(subnetsOf(fn).map((subnet) => wayOut(graph, subnet)));
    expect([fn.name, ...ways]).toEqual([fn.name, "nat"]);
    const role = roleOf(graph, fn);
    const actions = role && inlineStatements(role).flatMap((statement) => statement.actions);
    expect(actions).toEqual(expect.arrayContaining([...interfaceGrant.actions]));
  }
});

test("whatever verifies tokens has a way out to Cognito, whose pools with a domain answer at no endpoint", () => {
  const graph = network();
  expect(ofType(graph, "aws:cognito/userPoolDomain:UserPoolDomain")).toHaveLength(2);
  const verifying = keysOf(functions).filter((name) =>
    readFileSync(path.join(rootDir, `apps/functions/src/${name}.ts`), "utf8").includes("trustedIssuers"),
  );
  expect(verifying).toEqual(expect.arrayContaining(["shop", "ops"]));
  for (const name of verifying) {
    const ways = new Set(subnetsOf(handler(graph, name)).map((subnet) => wayOut(graph, subnet)));
    expect([name, ...ways]).toEqual([name, "nat"]);
  }
});

test("each function runs in two zones", () => {
  const graph = network();
  for (const fn of [...keysOf(functions).map((name) => handler(graph, name)), ...ofSites(graph)]) {
    const zones = subnetsOf(fn).map(
      (subnet) => named(graph, "aws:ec2/subnet:Subnet", subnet).inputs["availabilityZone"],
    );
    expect([fn.name, new Set(zones).size]).toEqual([fn.name, 2]);
  }
});

test("tables and lake are reached through gateways, the other services through interfaces, and none by the internet", () => {
  const endpoints = ofType(network(), "aws:ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => [
    String(inputs["serviceName"]).split(".").at(-1),
    inputs["vpcEndpointType"],
  ]);
  expect(Object.fromEntries(endpoints)).toEqual({
    s3: "Gateway",
    dynamodb: "Gateway",
    sns: "Interface",
    sqs: "Interface",
    "kinesis-streams": "Interface",
    kms: "Interface",
    secretsmanager: "Interface",
    logs: "Interface",
    xray: "Interface",
    email: "Interface",
  });
});

test("gateways to the internet are made in order: NAT needs the one that it goes out by", () => {
  const graph = network();
  const [internet] = ofType(graph, "aws:ec2/internetGateway:InternetGateway");
  const nats = ofType(graph, "aws:ec2/natGateway:NatGateway");
  expect(nats).toHaveLength(2);
  for (const nat of nats) expect([nat.name, ...nat.after]).toContain(internet?.name);
});

test("without the setting there is no network of ours", () => {
  expect(ofType(graphOf("production"), "aws:ec2/vpc:Vpc", "aws:ec2/natGateway:NatGateway")).toEqual([]);
});
