import type { FunctionName } from "@doorbuster/adapters/definitions/functions";
import type { StreamName } from "@doorbuster/adapters/definitions/messaging";

import { fannedOut, type Target } from "../grants.ts";
import { keysOf } from "../keysOf.ts";
import { type Permissions, permissions, type Use } from "../permissions.ts";
import type { Settings } from "../settings.ts";
import type { Keys } from "./keys.ts";
import type { Lake } from "./lake.ts";
import type { Messages } from "./messages.ts";
import type { Secrets } from "./secrets.ts";
import type { Streams } from "./stream.ts";
import type { Tables } from "./tables.ts";

/** Everything that functions read, write, send by or are fed from. */
export interface Stores extends Messages {
  readonly keys: Keys;
  readonly secrets: Secrets;
  readonly tables: Tables;
  readonly streams: Streams;
  readonly buckets: Lake["buckets"];
  readonly mail: sst.aws.Email;
  /** The pipe of a reader of its own, where the settings ask for one. */
  readonly consumers: Partial<Record<StreamName, aws.kinesis.StreamConsumer>>;
}

/** Enhanced fan-out, by setting: a pipe for the reader that cannot wait. */
export function createConsumers(
  { stream: { enhancedFanOut } }: Settings,
  streams: Streams,
): Stores["consumers"] {
  if (!enhancedFanOut) return {};
  return Object.fromEntries(
    keysOf(streams).map((name) => [
      name,
      new aws.kinesis.StreamConsumer(`${name}Consumer`, {
        name: `${$app.name}-${$app.stage}-${fannedOut}`,
        streamArn: streams[name].arn,
      }),
    ]),
  );
}

/**
 * SST's links tell a function the names of what it is linked to, and would also let it do anything with it. Here a link
 * is the name alone; what may be done with it, the grants say.
 */
export function linkByNameOnly(): void {
  sst.Linkable.wrap(sst.aws.Dynamo, ({ name }) => ({ properties: { name } }));
  sst.Linkable.wrap(sst.aws.KinesisStream, ({ name }) => ({ properties: { name } }));
  sst.Linkable.wrap(sst.aws.Bucket, ({ name }) => ({ properties: { name } }));
  sst.Linkable.wrap(sst.aws.Queue, ({ url }) => ({ properties: { url } }));
  sst.Linkable.wrap(sst.aws.SnsTopic, ({ arn }) => ({ properties: { arn } }));
}

/** What a function is told the names of: whatever its permissions name. */
export function linksOf(name: FunctionName, stores: Stores): unknown[] {
  const { use, names = [] }: Permissions = permissions[name];
  return [
    ...new Set([...use.flatMap((each) => linkOf(each, stores)), ...names.map((each) => stores.tables[each])]),
  ];
}

function linkOf(use: Use, { tables, topics, queues, streams, buckets }: Stores): object | [] {
  if ("table" in use) return tables[use.table];
  if ("index" in use) return tables[use.index.split("/")[0] as keyof Tables];
  if ("topic" in use) return topics[use.topic];
  if ("queue" in use) return queues[use.queue];
  if ("stream" in use) return streams[use.stream];
  if ("bucket" in use) return buckets[use.bucket];
  return [];
}

/** The ARNs that a grant is about. */
export function arnsOf(on: Target, stores: Stores): $util.Input<string>[] {
  switch (on.kind) {
    case "table":
      return [stores.tables[on.name].arn];
    case "index":
      return [$interpolate`${stores.tables[on.table].arn}/index/${on.name}`];
    case "tableStream":
      return [stores.tables[on.name].nodes.table.streamArn];
    case "queue":
      return [stores.queues[on.name].arn];
    case "topic":
      return [stores.topics[on.name].arn];
    case "stream":
      return [stores.streams[on.name].arn];
    case "consumer":
      return [stores.consumers[on.name]?.arn ?? stores.streams[on.name].arn];
    case "objects":
      return [$interpolate`${stores.buckets[on.bucket].arn}/${on.prefix}*`];
    case "mail":
      return [stores.mail.nodes.identity.arn, stores.mail.nodes.configurationSet.arn];
    case "secret":
      return [stores.secrets[on.name].arn];
    case "key":
      return [stores.keys[on.name].arn];
    case "failures":
      return [stores.failures.arn];
    case "logs":
      return [
        $interpolate`arn:aws:logs:${aws.getRegionOutput().region}:${
          aws.getCallerIdentityOutput().accountId
        }:log-group:/aws/lambda/${$app.name}-${$app.stage}-${on.name}:*`,
      ];
    case "any":
      return ["*"];
  }
}
