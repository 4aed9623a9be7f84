import { streams, type QueueName } from "@doorbuster/adapters/definitions/messaging";
import { tables } from "@doorbuster/adapters/definitions/tables";
import type { OrderPolicy } from "@doorbuster/core/order/policy";
import { Bucket } from "./aws/bucket.ts";
import { dynamoService } from "./aws/dynamo.ts";
import { EventStream } from "./aws/eventStream.ts";
import { Mailbox } from "./aws/mailbox.ts";
import { Topic } from "./aws/topic.ts";
import type { Backends } from "./functions/clients.ts";
import { startOps, type OpsApi } from "./functions/ops.ts";
import { startAnnounce, startPublish } from "./functions/outbox.ts";
import { startEmail, startPayments } from "./functions/queueConsumers.ts";
import { startReconcile, type Auditor } from "./functions/reconcile.ts";
import { startShop, type ShopApi } from "./functions/shop.ts";
import { startLake, startLive } from "./functions/streamConsumers.ts";
import { startSweep } from "./functions/sweep.ts";
import { startWebhook } from "./functions/webhook.ts";
import { Gateway } from "./lambda/gateway.ts";
import { Lambda } from "./lambda/lambda.ts";
import type { QueueSource } from "./lambda/queueSource.ts";
import { TableStream } from "./lambda/tableStream.ts";
import { attach, type Sources } from "./lambda/triggers.ts";
import { StripeServer } from "./provider/stripeServer.ts";
import { webhooks } from "./provider/webhooks.ts";
import type { Simulation } from "./simulation.ts";
import { memoryStore, type MemoryStore } from "./store/memoryStore.ts";

/** The whole shop: its stores, its provider, every function behind its trigger, and two doors for people. */
export interface World {
  readonly simulation: Simulation;
  readonly policy: OrderPolicy;
  readonly store: MemoryStore;
  readonly provider: StripeServer;
  readonly topic: Topic;
  readonly stream: EventStream;
  readonly bucket: Bucket;
  readonly mailbox: Mailbox;
  readonly shop: Gateway<ShopApi>;
  readonly ops: Gateway<OpsApi>;
  /** Calls the sweeper by hand, as the runbook has it, beside the one that the clock calls. */
  sweepNow(): Promise<void>;
  /** What does not lie still: functions that run, queues with messages, readers that are behind. */
  busyParts(): string[];
}

/**
 * @param onChange told after every command that changed the store
 * @param auditor who audits the books, in a world in which somebody does
 */
export function createWorld(
  simulation: Simulation,
  policy: OrderPolicy,
  onChange: (store: MemoryStore) => void,
  auditor?: Auditor,
): World {
  const { scheduler, faults } = simulation;
  const store = memoryStore(tables, { now: () => scheduler.now });
  const tableStream = new TableStream(store, "Orders");
  const readers: Sources["readers"] = { table: [], stream: [] };
  const queues = new Map<QueueName, QueueSource>();
  const eventStream = new EventStream(simulation, streams.EventStream.shards, () => {
    for (const reader of readers.stream) reader.wake();
  });
  const backends: Backends = {
    dynamo: dynamoService(store, () => {
      onChange(store);
      tableStream.advance();
      for (const reader of readers.table) reader.wake();
    }),
    // Customers here have asked for no text messages and no push: those queues have no reader, and keep nothing.
    topic: new Topic("OrderTopic", faults, (queue, body) => queues.get(queue)?.put(body)),
    stream: eventStream,
    bucket: new Bucket(),
    mailbox: new Mailbox(),
    provider: new StripeServer(scheduler),
  };
  const sources: Sources = { simulation, tableStream, eventStream, queues, readers, parts: [] };
  attach(sources, "announce", (process) => startAnnounce(process, backends));
  attach(sources, "publish", (process) => startPublish(process, backends));
  attach(sources, "email", (process) => startEmail(process, backends));
  attach(sources, "payments", (process) => startPayments(process, backends, policy));
  attach(sources, "live", (process) => startLive(process, backends));
  attach(sources, "lake", (process) => startLake(process, backends));
  const sweep = attach(sources, "sweep", (process) => startSweep(process, backends, policy));
  if (auditor) attach(sources, "reconcile", (process) => startReconcile(process, backends, auditor));
  const shop = new Lambda(simulation, "shop", (process) => startShop(process, backends, policy));
  const ops = new Lambda(simulation, "ops", (process) => startOps(process, backends, policy));
  const webhook = new Lambda(simulation, "webhook", (process) => startWebhook(process, backends, policy));
  backends.provider.watch(
    webhooks(simulation, async (each) => {
      const outcome = await webhook.invoke((handler) => handler(each));
      return outcome.kind === "returned" && outcome.value;
    }),
  );
  sources.parts.push(shop, ops, webhook);
  return {
    ...backends,
    simulation,
    policy,
    store,
    shop: new Gateway(simulation, shop),
    ops: new Gateway(simulation, ops),
    sweepNow: async () => void (await sweep({})),
    busyParts: () => sources.parts.filter((part) => !part.isQuiet).map(({ name }) => name),
  };
}
