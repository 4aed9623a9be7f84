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
