import { buckets, queues, streams, topics, type TopicName } from "@doorbuster/adapters/definitions/messaging";
import { tables } from "@doorbuster/adapters/definitions/tables";

/** The account that the embedded services belong to; none of them checks it. */
export const accountId = "000000000000";
export const region = "us-east-1";
export const app = { name: "doorbuster", stage: "local" } as const;

/** What a resource of the definitions is called on the laptop, for example `doorbuster-local-Orders`. */
export function physicalName(name: string): string {
  const full = `${app.name}-${app.stage}-${name}`;
  return name in buckets ? full.toLowerCase() : full; // a bucket's name has no capitals
}

export function topicArn(name: TopicName): string {
  return `arn:aws:sns:${region}:${accountId}:${physicalName(name)}`;
}

/**
 * The laptop's own queue behind a topic that goes to people by mail: the embedded SNS has no subscriptions by e-mail that
 * deliver.
 */
export function mailQueueOf(topic: TopicName): string {
  return `${topic}Mail`;
}

export function queueArn(name: string): string {
  return `arn:aws:sqs:${region}:${accountId}:${physicalName(name)}`;
}

/** `endpoint`: where SQS listens; the queue's address starts with it, as on AWS. */
export function queueUrl(endpoint: string, name: string): string {
  return `${endpoint}/${accountId}/${physicalName(name)}`;
}

/**
 * The environment from which SST's `Resource` reads names: one JSON value for each resource, with the properties that
 * SST's components link (sst.dev/docs/reference/sdk).
 */
export function resourceEnvironment(endpoints: { readonly sqs: string }): Record<string, string> {
  const links: Record<string, object> = { App: app };
  for (const name of keysOf(tables)) links[name] = { name: physicalName(name), type: "sst.aws.Dynamo" };
  for (const name of keysOf(queues))
    links[name] = { url: queueUrl(endpoints.sqs, name), type: "sst.aws.Queue" };
  for (const name of keysOf(topics)) {
    links[name] = { arn: topicArn(name), name: physicalName(name), type: "sst.aws.SnsTopic" };
  }
  for (const name of keysOf(streams))
    links[name] = { name: physicalName(name), type: "sst.aws.KinesisStream" };
  for (const name of keysOf(buckets)) links[name] = { name: physicalName(name), type: "sst.aws.Bucket" };
  return Object.fromEntries(
    Object.entries(links).map(([name, link]) => [`SST_RESOURCE_${name}`, JSON.stringify(link)]),
  );
}

/** The keys of one of the definitions, typed. */
export function keysOf<Definitions extends object>(definitions: Definitions): (keyof Definitions & string)[] {
  return Object.keys(definitions) as (keyof Definitions & string)[];
}
