import { type Graph, ofType, type Resource } from "../graph/graph.ts";

/** A statement of a policy, with lists where JSON may have single values. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `*`, or the accounts, services and the like that are named. */
  readonly principals: readonly string[];
  /** As JSON, for looking whether something is asked for at all. */
  readonly condition: string;
}

type Json = Readonly<Record<string, unknown>>;

export function statementsOf(policy: unknown): Statement[] {
  if (typeof policy !== "string") return [];
  const { Statement: statements = [] } = JSON.parse(policy) as { Statement?: Json | Json[] };
  return [statements].flat().map((statement) => ({
    effect: statement["Effect"] === "Deny" ? "Deny" : "Allow",
    actions: strings(statement["Action"]),
    resources: strings(statement["Resource"]),
    principals: principalsOf(statement["Principal"]),
    condition: JSON.stringify(statement["Condition"] ?? {}),
  }));
}

function strings(value: unknown): string[] {
  return value === undefined ? [] : ([value].flat() as string[]);
}

function principalsOf(principal: unknown): string[] {
  if (typeof principal === "object" && principal !== null) return Object.values(principal).flatMap(strings);
  return strings(principal);
}

/** What a role allows by itself. */
export function inlineStatements(role: Resource): Statement[] {
  const policies = (role.inputs["inlinePolicies"] ?? []) as readonly { policy: string }[];
  return policies.flatMap(({ policy }) => statementsOf(policy));
}

/** Actions on resources: a statement, or what one should say. */
export type Rights = Pick<Statement, "actions" | "resources">;

/** Compares each action on each resource. A condition or a denial is none of what our roles say. */
export function differences(statements: readonly Statement[], granted: readonly Rights[]): string[] {
  const conditional = statements.filter(({ effect, condition }) => effect === "Deny" || condition !== "{}");
  const [has, should] = [new Set(statements.flatMap(rightsIn)), new Set(granted.flatMap(rightsIn))];
  return [
    ...[...should].filter((right) => !has.has(right)).map((right) => `does not allow ${right}`),
    ...[...has].filter((right) => !should.has(right)).map((right) => `allows ${right}, which nobody granted`),
    ...conditional.map(({ actions }) => `allows ${actions.join(", ")} only sometimes`),
  ];
}

function rightsIn({ actions, resources }: Rights): string[] {
  return actions.flatMap((action) => resources.map((resource) => `${action} on ${resource}`));
}

/** The role of a function. */
export function roleOf(graph: Graph, fn: Resource): Resource | undefined {
  return ofType(graph, "aws:iam/role:Role").find(
    ({ name, inputs }) => fn.inputs["role"] === arnOfRole(inputs["name"] ?? name),
  );
}

function arnOfRole(name: unknown): string {
  return `arn:aws:iam::123456789012:role/${String(name)}`;
}

/** The policies that stand at resources, as against those of roles. */
export function resourcePolicies(graph: Graph): readonly Resource[] {
  return ofType(
    graph,
    "aws:kms/key:Key",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:sqs/queuePolicy:QueuePolicy",
  );
}
