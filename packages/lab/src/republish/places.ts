import { dynamoClient, kinesisClient, snsClient } from "@doorbuster/adapters/aws/clients";
import { arnOf, nameOf, stageName } from "@doorbuster/adapters/aws/resources";
import type { scanTimeline } from "@doorbuster/adapters/dynamo/timelineScan";
import { kinesisPublisher } from "@doorbuster/adapters/events/kinesisPublisher";
import type { EntrySink } from "@doorbuster/adapters/events/sink";
import { snsAnnouncer } from "@doorbuster/adapters/events/snsAnnouncer";
import { orderEventOf, type OrderEvent } from "@doorbuster/core/metrics/orderEvent";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import { openClients } from "@doorbuster/local/services/clients";
import { app, physicalName, topicArn } from "@doorbuster/local/services/resources";
import type { AttachedShop } from "@doorbuster/local/shop/index";
import type { TargetName } from "./options.ts";

/** Where entries are read, and where they are published. */
export interface Places extends Disposable {
  readonly orders: { readonly client: Parameters<typeof scanTimeline>[0]; readonly table: string };
  readonly sinks: Readonly<Record<TargetName, EntrySink<TimelineEntry>>>;
}

/** Those of a laptop's shop. */
export function placesOfShop({ endpoints }: Pick<AttachedShop, "endpoints">): Places {
  const clients = openClients(endpoints);
  return {
    orders: { client: clients.dynamodb, table: physicalName("Orders") },
    sinks: sinksOf(
      snsAnnouncer(clients.sns, topicArn("OrderTopic")),
      kinesisPublisher(clients.kinesis, physicalName("EventStream")),
    ),
    [Symbol.dispose]: () => clients.destroy(),
  };
}

/**
 * Those of a deployed stage, as SST's shell names them.
 *
 * @throws Error outside of that stage's shell
 */
export function placesOfStage(stage: string): Places {
  if (stageOfShell() !== `${app.name}-${stage}`) {
    throw new Error(
      `This is not the shell of ${stage}: npx sst shell --stage ${stage} -- npm run republish -- …`,
    );
  }
  const [dynamo, sns, kinesis] = [dynamoClient(), snsClient(), kinesisClient()];
  return {
    orders: { client: dynamo, table: nameOf("Orders") },
    sinks: sinksOf(snsAnnouncer(sns, arnOf("OrderTopic")), kinesisPublisher(kinesis, nameOf("EventStream"))),
    [Symbol.dispose]() {
      for (const client of [dynamo, sns, kinesis]) client.destroy();
    },
  };
}

/** As `apps/functions/src/announce.ts` and `publish.ts` put them together: what leaves for Kinesis is not personal. */
function sinksOf(topic: EntrySink<TimelineEntry>, stream: EntrySink<OrderEvent>): Places["sinks"] {
  return { announce: topic, publish: { send: (entries) => stream.send(entries.map(orderEventOf)) } };
}

/** Undefined outside of any: SST's `Resource` then knows nothing. */
function stageOfShell(): string | undefined {
  try {
    return stageName();
  } catch {
    return undefined;
  }
}
