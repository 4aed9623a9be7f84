import { type FunctionName, functions, type Trigger } from "@doorbuster/adapters/definitions/functions";
import type {
  BucketName,
  QueueName,
  StreamName,
  TopicName,
} from "@doorbuster/adapters/definitions/messaging";
import type { TableName } from "@doorbuster/adapters/definitions/tables";

import type { DataClass } from "./dataClasses.ts";
import { type Permissions, permissions, type SecretName, type Use } from "./permissions.ts";

/** What a grant is about; an ARN only once it is deployed. */
export type Target =
  | { readonly kind: "table"; readonly name: TableName }
  | { readonly kind: "index"; readonly table: TableName; readonly name: string }
  | { readonly kind: "tableStream"; readonly name: TableName }
  | { readonly kind: "queue"; readonly name: QueueName }
  | { readonly kind: "topic"; readonly name: TopicName }
  | { readonly kind: "stream"; readonly name: StreamName }
  | { readonly kind: "consumer"; readonly name: StreamName; readonly reader: FunctionName }
  | { readonly kind: "objects"; readonly bucket: BucketName; readonly prefix: string }
  | { readonly kind: "mail"; readonly name: "sender" }
  | { readonly kind: "secret"; readonly name: SecretName }
  | { readonly kind: "key"; readonly name: DataClass }
  | { readonly kind: "failures" }
  | { readonly kind: "logs"; readonly name: FunctionName }
  | { readonly kind: "any"; readonly why: string };

export interface Grant {
  readonly on: Target;
  /** IAM's names, such as `dynamodb:GetItem`. */
  readonly actions: readonly string[];
  /** Who needs it: the function's own code, what feeds it, or Lambda itself. */
  readonly by: "code" | "trigger" | "runtime";
}

/** What of a stage's settings decides about grants. */
export interface GrantOptions {
  /** Consumers that read a Kinesis stream through a pipe of their own. */
  readonly enhancedFanOut: boolean;
  readonly network: "public" | "private";
}

/** Which function reads a stream through a pipe of its own, where the setting says so: the one that cannot wait. */
export const fannedOut: FunctionName = "live";

/** Everything that a function's role allows, and nothing else. */
export function grantsOf(name: FunctionName, options: GrantOptions): Grant[] {
  const { use, secrets = [] }: Permissions = permissions[name];
  const triggers: readonly Trigger[] = functions[name].triggers;
  const own = [...use.map(useGrant), ...secrets.map(secretGrant)];
  const fed = triggers.flatMap((trigger) => triggerGrants(name, trigger, options));
  return [
    ...own,
    ...keyGrants(own, "code"),
    ...fed,
    ...keyGrants(fed, "trigger"),
    ...runtimeGrants(name, options),
  ];
}

function useGrant(use: Use): Grant {
  const grant = (on: Target, service: string): Grant => ({
    on,
    actions: use.actions.map((action) => `${service}:${action}`),
    by: "code",
  });
  if ("table" in use) return grant({ kind: "table", name: use.table }, "dynamodb");
  if ("index" in use) {
    const [table, name] = use.index.split("/") as [TableName, string];
    return grant({ kind: "index", table, name }, "dynamodb");
  }
  if ("topic" in use) return grant({ kind: "topic", name: use.topic }, "sns");
  if ("stream" in use) return grant({ kind: "stream", name: use.stream }, "kinesis");
  if ("queue" in use) return grant({ kind: "queue", name: use.queue }, "sqs");
  if ("bucket" in use) return grant({ kind: "objects", bucket: use.bucket, prefix: use.prefix }, "s3");
  if ("mail" in use) return grant({ kind: "mail", name: use.mail }, "ses");
  return grant({ kind: "any", why: use.anyResource }, use.service);
}

function secretGrant(name: SecretName): Grant {
  return { on: { kind: "secret", name }, actions: ["secretsmanager:GetSecretValue"], by: "code" };
}

/** What Lambda's pollers do in the name of the function (Lambda developer guide, "event source mappings"). */
function triggerGrants(name: FunctionName, trigger: Trigger, options: GrantOptions): Grant[] {
  const by = "trigger";
  switch (trigger.kind) {
    case "http":
      return []; // API Gateway is allowed to call the function; the function needs nothing
    case "schedule":
      return [{ on: { kind: "failures" }, actions: ["sqs:SendMessage"], by }];
    case "queue":
      return [
        {
          on: { kind: "queue", name: trigger.queue },
          actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
          by,
        },
      ];
    case "table":
      return [
        {
          on: { kind: "tableStream", name: trigger.table },
          actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
          by,
        },
        {
          on: { kind: "any", why: "ListStreams lists the account's streams and takes no resource" },
          actions: ["dynamodb:ListStreams"],
          by,
        },
        failureGrant(trigger.onFailure),
      ];
    case "stream":
      return [...kinesisGrants(name, trigger.stream, options), failureGrant(trigger.onFailure)];
  }
}

function kinesisGrants(reader: FunctionName, name: StreamName, { enhancedFanOut }: GrantOptions): Grant[] {
  const by = "trigger";
  const describe = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:ListShards"];
  if (enhancedFanOut && reader === fannedOut) {
    const pipe = ["kinesis:SubscribeToShard", "kinesis:DescribeStreamConsumer"];
    return [
      { on: { kind: "stream", name }, actions: describe, by },
      { on: { kind: "consumer", name, reader }, actions: pipe, by },
    ];
  }
  const read = ["kinesis:GetRecords", "kinesis:GetShardIterator"];
  return [{ on: { kind: "stream", name }, actions: [...describe, ...read], by }];
}

function failureGrant(queue: QueueName): Grant {
  return { on: { kind: "queue", name: queue }, actions: ["sqs:SendMessage"], by: "trigger" };
}

/** Which key stands before a resource, and which actions on it need more than reading. */
const keyNeeds: Readonly<Partial<Record<Target["kind"], { key: DataClass; writes: RegExp }>>> = {
  // DynamoDB decrypts a table's own key in the caller's name, for writes too.
  table: { key: "tables", writes: /^$/ },
  index: { key: "tables", writes: /^$/ },
  tableStream: { key: "tables", writes: /^$/ },
  queue: { key: "messages", writes: /SendMessage/ },
  failures: { key: "messages", writes: /SendMessage/ },
  topic: { key: "messages", writes: /Publish/ },
  stream: { key: "messages", writes: /PutRecords/ },
  consumer: { key: "messages", writes: /^$/ },
  objects: { key: "lake", writes: /PutObject/ },
  secret: { key: "secrets", writes: /^$/ },
};

/** The use of keys that follows from the use of what they encrypt. A producer to a queue or topic needs both. */
function keyGrants(grants: readonly Grant[], by: Grant["by"]): Grant[] {
  const needed = new Map<DataClass, Set<string>>();
  for (const { on, actions } of grants) {
    const need = keyNeeds[on.kind];
    if (need === undefined) continue;
    const writes = actions.some((action) => need.writes.test(action));
    const kms = needed.get(need.key) ?? new Set();
    if (writes) kms.add("kms:GenerateDataKey");
    if (!writes || !["stream", "objects"].includes(on.kind)) kms.add("kms:Decrypt");
    needed.set(need.key, kms);
  }
  return [...needed].map(([name, actions]) => ({ on: { kind: "key", name }, actions: [...actions], by }));
}

/** How Lambda puts a function into subnets of ours, in the function's own name. */
export const interfaceGrant = {
  on: { kind: "any", why: "Lambda makes the network interfaces itself, before they have a name" },
  actions: [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeSubnets",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
  by: "runtime",
} as const satisfies Grant;

function runtimeGrants(name: FunctionName, { network }: GrantOptions): Grant[] {
  const by = "runtime";
  const grants: Grant[] = [
    { on: { kind: "logs", name }, actions: ["logs:CreateLogStream", "logs:PutLogEvents"], by },
    {
      on: { kind: "any", why: "X-Ray has no resources" },
      actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      by,
    },
  ];
  return network === "private" ? [...grants, interfaceGrant] : grants;
}
