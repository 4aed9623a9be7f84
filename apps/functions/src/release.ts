import { dynamoClient, sqsClient } from "@doorbuster/adapters/aws/clients";
import { nameOf, urlOf } from "@doorbuster/adapters/aws/resources";
import type { QueueName } from "@doorbuster/adapters/definitions/messaging";
import { dynamoHeldStore } from "@doorbuster/adapters/dynamo/heldStore";
import { queueSender } from "@doorbuster/adapters/events/queueSender";
import { systemClock } from "@doorbuster/adapters/system";
import { releaseHeld } from "@doorbuster/core/notification/hold";
import type { ChannelName } from "@doorbuster/core/notification/message";
import { functionLog } from "./runtime/log.ts";
import { functionMetrics } from "./runtime/metrics.ts";

const log = functionLog("release");
const measure = functionMetrics("release");
const sendTo = queueSender(sqsClient());
const held = dynamoHeldStore(dynamoClient(), nameOf("HeldNotices"));

const queues: Readonly<Record<ChannelName, QueueName>> = {
  email: "EmailQueue",
  sms: "SmsQueue",
  push: "PushQueue",
};

/** Well within the function's time. */
const runMs = 30_000;

/** Every minute: notices whose quiet hours are over go back to their channels. */
export const handler = async () => {
  const released = await releaseHeld(
    { held, requeue: (channel, entry) => sendTo(urlOf(queues[channel]), entry), clock: systemClock },
    runMs,
  );
  log.info("released", { released });
  if (released > 0) measure("NoticesReleased", released);
};
