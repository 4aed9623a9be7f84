import type { Target } from "../grants.ts";
import { type Graph, named } from "../graph/graph.ts";
import { account } from "../graph/lookups.ts";
import { deployed } from "../graph/outputs.ts";
import { capital } from "../keysOf.ts";

/**
 * The ARNs that a grant is about, found by the names that its resources have in the definitions: what a role names is
 * compared with them, so that they are not read where the role got its own.
 */
export function arnsOf(graph: Graph, on: Target): string[] {
  const arn = (type: string, name: string) => arnOf(graph, type, name);
  switch (on.kind) {
    case "table":
      return [arn("aws:dynamodb/table:Table", `${on.name}Table`)];
    case "index":
      return [`${arn("aws:dynamodb/table:Table", `${on.table}Table`)}/index/${on.name}`];
    case "tableStream":
      return [String(stateOf(graph, "aws:dynamodb/table:Table", `${on.name}Table`)["streamArn"])];
    case "queue":
      return [arn("aws:sqs/queue:Queue", `${on.name}Queue`)];
    case "failures":
      return [arn("aws:sqs/queue:Queue", "ScheduleFailuresQueue")];
    case "topic":
      return [arn("aws:sns/topic:Topic", `${on.name}Topic`)];
    case "stream":
      return [arn("aws:kinesis/stream:Stream", `${on.name}Stream`)];
    case "consumer":
      return [arn("aws:kinesis/streamConsumer:StreamConsumer", `${on.name}Consumer`)];
    case "objects":
      return [`${arn("aws:s3/bucket:Bucket", `${on.bucket}Bucket`)}/${on.prefix}*`];
    case "mail":
      return mailArns(graph);
    case "secret":
      return [arn("aws:secretsmanager/secret:Secret", `Secret${capital(on.name)}`)];
    case "key":
      return [arn("aws:kms/key:Key", `Key${capital(on.name)}`)];
    case "logs":
      return [`${logGroupArn(graph, on.name)}:*`];
    case "any":
      return ["*"];
  }
}

/** The sender, and the configuration set that it was given: the stage's own, or those that it found. */
function mailArns(graph: Graph): string[] {
  const { domain, senderEmail, mailIdentity } = graph.settings;
  const identity = "aws:sesv2/emailIdentity:EmailIdentity";
  const set = "aws:sesv2/configurationSet:ConfigurationSet";
  if (mailIdentity === "own")
    return [arnOf(graph, identity, "MailIdentity"), arnOf(graph, set, "MailConfig")];
  const found = (type: string, id: unknown) => deployed(type, String(id), {}, regionOf(graph)).state;
  const sender = found(identity, domain ?? senderEmail);
  return [String(sender["arn"]), String(found(set, sender["configurationSetName"])["arn"])];
}

function stateOf(graph: Graph, type: string, name: string) {
  return deployed(type, name, named(graph, type, name).inputs, regionOf(graph)).state;
}

export function arnOf(graph: Graph, type: string, name: string): string {
  return String(stateOf(graph, type, name)["arn"]);
}

/** A function's own log group. */
export function logGroupArn(graph: Graph, name: string): string {
  const { app } = graph;
  return `arn:aws:logs:${regionOf(graph)}:${account}:log-group:/aws/lambda/${app.name}-${app.stage}-${name}`;
}

function regionOf({ app }: Graph): string {
  return String(app.providers["aws"].region);
}
