import { type FunctionName, functions } from "@doorbuster/adapters/definitions/functions";

import { type Graph, ofType } from "../graph/graph.ts";
import { type GrantOptions, grantsOf } from "../grants.ts";
import { capital, keysOf } from "../keysOf.ts";
import { arnsOf } from "./arns.ts";
import { differences, inlineStatements, type Statement, statementsOf } from "./policies.ts";
import { each, except, type Exceptions, type Finding, type Rule } from "./rule.ts";

/** Actions for which AWS knows no resource. */
const withoutResource: readonly { readonly action: string; readonly because: string }[] = [
  { action: "xray:PutTraceSegments", because: "X-Ray has no resources" },
  { action: "xray:PutTelemetryRecords", because: "X-Ray has no resources" },
  { action: "dynamodb:ListStreams", because: "lists the account's streams" },
  { action: "sns:Publish", because: "a telephone is no resource" },
  { action: "ec2:CreateNetworkInterface", because: "Lambda makes it, before it has a name" },
  { action: "ec2:DescribeNetworkInterfaces", because: "describing knows no resource" },
  { action: "ec2:DescribeSubnets", because: "describing knows no resource" },
  { action: "ec2:DeleteNetworkInterface", because: "Lambda made it, and nobody knows its name" },
  { action: "ec2:AssignPrivateIpAddresses", because: "Lambda made the interface" },
  { action: "ec2:UnassignPrivateIpAddresses", because: "Lambda made the interface" },
];

/** `prefix/*` of a bucket and streams of one log group are as narrow as AWS knows them. */
const narrowEnough = [/^arn:aws:s3:::[^*]+\/\*$/, /^arn:aws:logs:[^*]+:log-group:[^*]+:\*$/];

const managedByOthers: Exceptions = [
  { names: /^APIGatewayPushToCloudWatchLogsRole$/, because: "the account's own, for all its APIs" },
  { names: /DoorEdgeFunctionRole$/, because: "Lambda@Edge logs wherever it runs, into groups it makes" },
  { names: /^PipelineBuildRole$/, because: "a deployer may do what deploying needs" },
];

/** Roles allow what is needed on what it is needed for; of our functions, exactly what the grants say. */
export const leastPrivilege: Rule = (graph) => {
  const roles = ofType(graph, "aws:iam/role:Role");
  return [
    ...each(roles, (role) => inlineStatements(role).flatMap((statement) => tooWide(statement, graph))),
    ...each(
      except(roles, managedByOthers),
      ({ inputs }) => (inputs["managedPolicyArns"] ?? []).length > 0 && "has policies that others wrote",
    ),
    ...each(roles, ({ inputs }) => trustsAccount(graph, inputs["assumeRolePolicy"])),
    ...keysOf(functions).flatMap((name) => asGranted(graph, name)),
  ];
};

function tooWide({ effect, actions, resources }: Statement, graph: Graph): string[] {
  if (effect === "Deny" || (graph.live && forLiveFunctions(actions))) return [];
  const said = actions.filter((action) => action.includes("*")).map((action) => `allows ${action}`);
  const everything = resources.some(
    (arn) => arn.includes("*") && !narrowEnough.some((form) => form.test(arn)),
  );
  if (everything) {
    const known = withoutResource.map(({ action }) => action);
    said.push(
      ...actions
        .filter((action) => !known.includes(action))
        .map((action) => `allows ${action} on everything`),
    );
  }
  return said;
}

/** `sst dev` hands calls over to the developer's machine, through AppSync and a bucket of SST's. */
function forLiveFunctions(actions: readonly string[]): boolean {
  return actions.length === 1 && (actions[0] === "appsync:*" || actions[0] === "s3:*");
}

function trustsAccount(graph: Graph, policy: unknown): string | undefined {
  if (graph.live) return undefined; // the developer's machine takes the function's role
  const trusted = statementsOf(policy).flatMap(({ principals }) => principals);
  return trusted.some((principal) => principal.endsWith(":root") || principal === "*")
    ? "can be taken by anybody in the account"
    : undefined;
}

/** What is granted and not allowed fails at run time, the other way round it is too much. */
function asGranted(graph: Graph, name: FunctionName): Finding[] {
  const role = ofType(graph, "aws:iam/role:Role").find((each) => each.name === `${capital(name)}HandlerRole`);
  if (role === undefined) return [{ resource: name, says: "has no role" }];
  const statements = inlineStatements(role).filter(
    ({ actions }) => !(graph.live && forLiveFunctions(actions)),
  );
  const granted = grantsOf(name, optionsOf(graph)).map(({ on, actions }) => ({
    actions,
    resources: arnsOf(graph, on),
  }));
  return each([role], () => differences(statements, granted));
}

function optionsOf({ settings: { stream, network } }: Graph): GrantOptions {
  return { enhancedFanOut: stream.enhancedFanOut, network };
}
