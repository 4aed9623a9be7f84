import { paginateListTables, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ListBucketsCommand, type S3Client } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, paginateListQueues, type SQSClient } from "@aws-sdk/client-sqs";
import { queues, type QueueDefinition } from "@doorbuster/adapters/definitions/messaging";

const app = "doorbuster";

export interface StageClients {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
}

/** What the books of a stage are read from, by the names that AWS knows. */
export interface StageResources {
  readonly orders: string;
  readonly stock: string;
  readonly metrics: string;
  readonly lake: string;
}

/**
 * Finds a stage's resources by their names: `doorbuster-<stage>-OrdersTable-<eight letters>`, as SST makes them up, or
 * `doorbuster-local-Orders` as the laptop edition does.
 *
 * @throws Error that names what the account does not have
 */
export async function findStage(stage: string, { dynamodb, s3 }: StageClients): Promise<StageResources> {
  const tables: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client: dynamodb }, {}))
    tables.push(...TableNames);
  const { Buckets = [] } = await s3.send(
    new ListBucketsCommand({ Prefix: `${app}-${stage}-`.toLowerCase() }),
  );
  const table = (name: string) => the(stage, name, "Table", tables);
  return {
    orders: table("Orders"),
    stock: table("Stock"),
    metrics: table("Metrics"),
    lake: the(
      stage,
      "Lake",
      "Bucket",
      Buckets.flatMap(({ Name }) => Name ?? []),
    ),
  };
}

/** How many messages a stage has given up, by queue; empty queues are left out. */
export async function stageDeadLetters(
  stage: string,
  { sqs }: StageClients,
): Promise<Record<string, number>> {
  const urls: string[] = [];
  const pages = paginateListQueues({ client: sqs }, { QueueNamePrefix: `${app}-${stage}-` });
  for await (const { QueueUrls = [] } of pages) urls.push(...QueueUrls);
  const definitions: Readonly<Record<string, QueueDefinition>> = queues;
  const last = Object.keys(definitions).filter((name) => definitions[name]?.deadLetters === undefined);
  const depths = last.map(async (name) => {
    const url = urls.find((each) => isOurs(stage, name, "Queue", each.split("/").at(-1) ?? ""));
    if (url === undefined) throw new Error(`there is no queue ${name} of the stage ${stage}`);
    const AttributeNames = ["ApproximateNumberOfMessages" as const];
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames }));
    return [name, Number(Attributes?.ApproximateNumberOfMessages ?? 0)] as const;
  });
  return Object.fromEntries((await Promise.all(depths)).filter(([, depth]) => depth > 0));
}

function the(stage: string, name: string, kind: string, names: readonly string[]): string {
  const [found, ...more] = names.filter((each) => isOurs(stage, name, kind, each));
  if (found === undefined) throw new Error(`there is no ${kind.toLowerCase()} ${name} of the stage ${stage}`);
  if (more.length > 0)
    throw new Error(`the stage ${stage} has several of ${name}: ${[found, ...more].join(", ")}`);
  return found;
}

/** Whether `full` is what `name` is called in the stage. A bucket's name has no capitals. */
export function isOurs(stage: string, name: string, kind: string, full: string): boolean {
  const pattern = new RegExp(`^${app}-${stage}-${name}(?:${kind}-[a-z]{8})?$`, kind === "Bucket" ? "i" : "");
  return pattern.test(full);
}
