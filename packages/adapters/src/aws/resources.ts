import { Resource } from "sst/resource";
import type { BucketName, QueueName, StreamName, TopicName } from "../definitions/messaging.ts";
import type { TableName } from "../definitions/tables.ts";

type Named = TableName | StreamName | BucketName;

const resources = Resource as unknown as Record<string, { readonly [property: string]: string }>;

function property(resource: string, name: string): string {
  const value = resources[resource]?.[name];
  if (!value) throw new Error(`resource ${resource} has no ${name}: is it linked to this function?`);
  return value;
}

/** The deployed name of a table, stream or bucket. */
export const nameOf = (resource: Named): string => property(resource, "name");
/** The URL of a queue. */
export const urlOf = (resource: QueueName): string => property(resource, "url");
/** The stage by its own name: `production`. */
export const stageOf = (): string => property("App", "stage");
/** What people call this stage: `doorbuster-production`. */
export const stageName = (): string => `${property("App", "name")}-${stageOf()}`;
/** The ARN of a topic. */
export const arnOf = (resource: TopicName): string => property(resource, "arn");
