import type { FunctionName } from "@doorbuster/adapters/definitions/functions";

import { capital } from "../keysOf.ts";
import { type Permissions, permissions } from "../permissions.ts";
import type { Settings } from "../settings.ts";

export interface Place {
  readonly securityGroups: $util.Output<string>[];
  readonly privateSubnets: $util.Output<string>[];
}

/** Where things run: undefined is Lambda's own network, with the internet around it. */
export interface Network {
  readonly placeOf: (name: FunctionName) => Place | undefined;
  /** For what is no function of the definitions and calls out: the sites. */
  readonly outward: Place | undefined;
}

const zones = 2;

/**
 * What functions call without leaving AWS. Not Cognito: a pool that has a domain, as ours have for signing in, answers no
 * request that comes through an endpoint (Cognito developer guide, "Access Amazon Cognito using an interface endpoint"),
 * and an endpoint would take even those that could go out by NAT.
 */
const endpoints = ["sns", "sqs", "kinesis-streams", "kms", "secretsmanager", "logs", "xray", "email"];

/**
 * Subnets of our own, by setting. Functions that call what no endpoint reaches have a way out through NAT, and so have the
 * sites; the others have none, and can tell nothing to anybody.
 *
 *   public  ── NAT ──► internet
 *   outward ─────────► NAT
 *   inward             endpoints only
 */
export function createNetwork({ network, region }: Settings): Network {
  if (network === "public") return { placeOf: () => undefined, outward: undefined };

  const vpc = new aws.ec2.Vpc("Network", {
    cidrBlock: "10.0.0.0/16",
    enableDnsHostnames: true,
    enableDnsSupport: true,
  });
  const names = aws.getAvailabilityZonesOutput({ state: "available" }).names;
  const createSubnets = (kind: string, block: number) =>
    Array.from({ length: zones }, (_, zone) => {
      const subnet = new aws.ec2.Subnet(`${capital(kind)}Subnet${zone + 1}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${block + zone * 16}.0/20`,
        availabilityZone: names.apply((all) => all[zone] ?? ""),
      });
      const table = new aws.ec2.RouteTable(`${capital(kind)}Routes${zone + 1}`, { vpcId: vpc.id });
      new aws.ec2.RouteTableAssociation(`${capital(kind)}Association${zone + 1}`, {
        subnetId: subnet.id,
        routeTableId: table.id,
      });
      return { subnet, table };
    });
  const open = createSubnets("public", 0);
  const outward = createSubnets("outward", 64);
  const inward = createSubnets("inward", 128);

  const gateway = new aws.ec2.InternetGateway("InternetGateway", { vpcId: vpc.id });
  for (const [zone, { subnet, table }] of open.entries()) {
    route(`PublicOut${zone + 1}`, table, { gatewayId: gateway.id });
    const address = new aws.ec2.Eip(`NatAddress${zone + 1}`, { domain: "vpc" });
    const nat = new aws.ec2.NatGateway(
      `Nat${zone + 1}`,
      { subnetId: subnet.id, allocationId: address.id },
      { dependsOn: gateway }, // without a way to the internet its making fails, and no argument of it names that way
    );
    const behind = outward[zone];
    if (behind) route(`OutwardOut${zone + 1}`, behind.table, { natGatewayId: nat.id });
  }

  const functionsGroup = new aws.ec2.SecurityGroup("FunctionsGroup", {
    vpcId: vpc.id,
    description: "Functions call out by TLS, and nobody calls them",
    egress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
  });
  createEndpoints({ vpc, region, functionsGroup, inside: [...outward, ...inward], inward });

  const place = (subnets: typeof inward): Place => ({
    securityGroups: [functionsGroup.id],
    privateSubnets: subnets.map(({ subnet }) => subnet.id),
  });
  const [withWayOut, without] = [place(outward), place(inward)];
  return {
    placeOf: (name) => ((permissions[name] as Permissions).internet === undefined ? without : withWayOut),
    outward: withWayOut,
  };
}

interface Subnet {
  readonly subnet: aws.ec2.Subnet;
  readonly table: aws.ec2.RouteTable;
}

function createEndpoints(to: {
  vpc: aws.ec2.Vpc;
  region: string;
  functionsGroup: aws.ec2.SecurityGroup;
  inside: readonly Subnet[];
  inward: readonly Subnet[];
}): void {
  for (const service of ["s3", "dynamodb"]) {
    new aws.ec2.VpcEndpoint(`${capital(service)}Endpoint`, {
      vpcId: to.vpc.id,
      vpcEndpointType: "Gateway",
      serviceName: `com.amazonaws.${to.region}.${service}`,
      routeTableIds: to.inside.map(({ table }) => table.id),
    });
  }
  const group = new aws.ec2.SecurityGroup("EndpointsGroup", {
    vpcId: to.vpc.id,
    description: "Functions reach AWS by TLS",
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [to.functionsGroup.id] }],
  });
  for (const service of endpoints) {
    new aws.ec2.VpcEndpoint(`${capital(service.replaceAll("-", ""))}Endpoint`, {
      vpcId: to.vpc.id,
      vpcEndpointType: "Interface",
      serviceName: `com.amazonaws.${to.region}.${service}`,
      privateDnsEnabled: true,
      subnetIds: to.inward.map(({ subnet }) => subnet.id),
      securityGroupIds: [group.id],
    });
  }
}

function route(
  name: string,
  table: aws.ec2.RouteTable,
  to: { gatewayId?: $util.Input<string>; natGatewayId?: $util.Input<string> },
): void {
  new aws.ec2.Route(name, { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", ...to });
}
