import { functions, type FunctionDefinition } from "@doorbuster/adapters/definitions/functions";
import type { Usage } from "../bill.ts";
import { secondsPerMonth, trafficOf, type Scene } from "../load.ts";
import { messagesInto } from "../subscriptions.ts";

/** How long one question of an empty queue takes: SQS's longest poll. */
const longPollSeconds = 20;
/** Taken and deleted; batches would make it fewer. */
const requestsPerMessage = 2;
/** Both sites have a queue of OpenNext's own, for pages that are rendered anew. */
const siteQueues = 2;

/** SNS and SQS, and what they carry: mails and texts. */
export function messagingUsage(scene: Scene): Usage {
  const { load, settings, assumed, work } = scene;
  const orders = load.ordersPerMonth;
  const definitions: readonly FunctionDefinition[] = Object.values(functions);
  const queues = definitions.flatMap(({ triggers }) =>
    triggers.flatMap((trigger) => (trigger.kind === "queue" ? [trigger.queue] : [])),
  );
  const messages = queues.reduce((sum, queue) => sum + orders * messagesInto(queue, work.entries), 0);
  const asking = (queues.length + siteQueues) * assumed.idlePollers * (secondsPerMonth / longPollSeconds);
  return {
    snsPublishes: trafficOf(scene).events,
    sqsRequests: asking + messages * requestsPerMessage,
    mails: orders * messagesInto("EmailQueue", work.entries),
    ...(settings.sms && { textMessages: orders * messagesInto("SmsQueue", work.entries) }),
  };
}
