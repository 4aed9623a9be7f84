import { randomUUID } from "node:crypto";
import type { SQSEvent } from "aws-lambda";
import { dynamoClient, sqsClient } from "@doorbuster/adapters/aws/clients";
import { nameOf, urlOf } from "@doorbuster/adapters/aws/resources";
import { claimLeaseMs } from "@doorbuster/adapters/definitions/functions";
import type { QueueName } from "@doorbuster/adapters/definitions/messaging";
import type { MetricName } from "@doorbuster/adapters/definitions/metrics";
import { dynamoClaimStore } from "@doorbuster/adapters/dynamo/claimStore";
import { dynamoHeldStore } from "@doorbuster/adapters/dynamo/heldStore";
import { dynamoOwnerKeys } from "@doorbuster/adapters/dynamo/ownerKeys";
import { dynamoPreferenceStore } from "@doorbuster/adapters/dynamo/preferenceStore";
import { queueSender } from "@doorbuster/adapters/events/queueSender";
import { systemClock } from "@doorbuster/adapters/system";
import { orderLinks } from "@doorbuster/core/notification/links";
import { ChannelRefused } from "@doorbuster/core/notification/message";
import { notify, type NotifyDeps, type Outcome, type Outlet } from "@doorbuster/core/notification/notify";
import { emptyProfile, guestKeyOf } from "@doorbuster/core/notification/preferences";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import type { BatchResponse } from "./batch.ts";
import { functionLog } from "./log.ts";
import { functionMetrics } from "./metrics.ts";
import { eachMessage } from "./queue.ts";
import { settings, stageReadTokens } from "./stage.ts";

const client = dynamoClient();
const ownerKeyOf = dynamoOwnerKeys(client, nameOf("Orders"));
const tokens = stageReadTokens();

export const stagePreferences = dynamoPreferenceStore(client, nameOf("Preferences"), systemClock);

const stage: Omit<NotifyDeps, "leaseMs"> = {
  claims: dynamoClaimStore(client, nameOf("Notifications"), randomUUID),
  held: dynamoHeldStore(client, nameOf("HeldNotices")),
  clock: systemClock,
  linksOf: (orderId) => orderLinks(settings.storefrontUrl, tokens, orderId),
  profileOf: async (entry) => (await stagePreferences.get(await customerKeyFor(entry))) ?? emptyProfile,
};

/** The customer's key, see `customerKeyOf`, from an entry, which does not name the account. */
export async function customerKeyFor(entry: TimelineEntry): Promise<string> {
  if (entry.order.guest) return guestKeyOf(entry.orderId);
  const ownerKey = await ownerKeyOf(entry.orderId);
  // To take it for "wants nothing" would lose the message for good.
  if (ownerKey === undefined) throw new Error(`order ${entry.orderId} was not found`);
  return ownerKey;
}

const measured: Partial<Record<Outcome, readonly MetricName[]>> = {
  sent: ["NoticesSent"],
  "sent again": ["NoticesSent", "NoticesRepeated"],
  held: ["NoticesHeld"],
};

const sendTo = queueSender(sqsClient());

/**
 * The consumer of a channel's queue. What may pass later stays on the queue; what the channel will never take goes to the
 * dead letters at once, instead of being tried a thousand times.
 */
export function notifier<M>(
  outlet: Outlet<M>,
  deadLetters: QueueName,
): (event: SQSEvent) => Promise<BatchResponse> {
  const { name: channel } = outlet.channel;
  const log = functionLog(channel);
  const measure = functionMetrics(channel);
  const deps: NotifyDeps = { ...stage, leaseMs: claimLeaseMs(channel) };

  async function tell(entry: TimelineEntry): Promise<readonly MetricName[]> {
    try {
      return (await notify(deps, outlet, entry)).flatMap((outcome) => measured[outcome] ?? []);
    } catch (error) {
      if (!(error instanceof ChannelRefused && error.kind === "rejected")) throw error;
      await sendTo(urlOf(deadLetters), entry, error.message);
      log.warn("given up", { eventId: entry.id, traceId: entry.traceId, reason: error.message });
      return ["NoticesGivenUp"];
    }
  }

  return async (event) => {
    const counts = new Map<MetricName, number>();
    const response = await eachMessage(event, log, async (entry) => {
      for (const metric of await tell(entry)) counts.set(metric, (counts.get(metric) ?? 0) + 1);
    });
    const failed = response.batchItemFailures.length;
    if (failed > 0) counts.set("NoticesFailed", failed);
    for (const [metric, count] of counts) measure(metric, count, channel);
    return response;
  };
}
