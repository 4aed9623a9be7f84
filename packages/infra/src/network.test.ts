import { functions } from "@doorbuster/adapters/definitions/functions";
import { expect, test } from "vitest";

import { type Graph, named, ofType } from "./graph/graph.ts";
import { capital, keysOf } from "./keysOf.ts";
import { type Permissions, permissions } from "./permissions.ts";
import { graphOf } from "./testing/graphs.ts";

const network = () => graphOf("altered");

/** The subnets that a function runs in, by their names. */
const subnetsOf = (graph: Graph, name: string): string[] =>
  named(graph, "aws:lambda/function:Function", `${capital(name)}HandlerFunction`).inputs["vpcConfig"]
    .subnetIds;

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

test("only functions that call somebody outside AWS have a way out, and that is through NAT", () => {
  const graph = network();
  for (const name of keysOf(functions)) {
    const { internet }: Permissions = permissions[name];
    const ways = new Set(subnetsOf(graph, name).map((subnet) => wayOut(graph, subnet)));
    expect([name, ...ways]).toEqual([name, internet === undefined ? undefined : "nat"]);
  }
});

test("each function runs in two zones", () => {
  const graph = network();
  for (const name of keysOf(functions)) {
    const zones = subnetsOf(graph, name).map(
      (subnet) => named(graph, "aws:ec2/subnet:Subnet", subnet).inputs["availabilityZone"],
    );
    expect(new Set(zones).size).toBe(2);
  }
});

test("tables and lake are reached through gateways, the other services through interfaces, and none by the internet", () => {
  const endpoints = ofType(network(), "aws:ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) => [
    String(inputs["serviceName"]).split(".").at(-1),
    inputs["vpcEndpointType"],
  ]);
  expect(Object.fromEntries(endpoints)).toMatchObject({
    s3: "Gateway",
    dynamodb: "Gateway",
    sns: "Interface",
    sqs: "Interface",
    "kinesis-streams": "Interface",
    kms: "Interface",
    secretsmanager: "Interface",
    logs: "Interface",
  });
});

test("without the setting there is no network of ours", () => {
  expect(ofType(graphOf("production"), "aws:ec2/vpc:Vpc", "aws:ec2/natGateway:NatGateway")).toEqual([]);
});
