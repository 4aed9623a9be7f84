import { topics, type QueueName, type TopicDefinition } from "@doorbuster/adapters/definitions/messaging";
import { webhookEvents } from "@doorbuster/adapters/payment/webhook";
import type { EntryType } from "@doorbuster/core/order/lifecycle";

/** How many of an order's entries reach a queue, by the filters of the topics' subscriptions. */
export function messagesInto(queue: QueueName, entries: readonly EntryType[]): number {
  const definitions: readonly TopicDefinition[] = Object.values(topics);
  const filters = definitions.flatMap(({ subscriptions }) =>
    subscriptions.filter((subscription) => subscription.queue === queue).map(({ filter }) => filter["type"]),
  );
  return entries.filter((type) => filters.some((wanted) => wanted?.includes(type) ?? true)).length;
}

/** What Stripe could tell of an order on which all goes well: its money is held, and taken later ("Types of events"). */
const told = [
  "payment_intent.created",
  "payment_intent.amount_capturable_updated",
  "charge.succeeded",
  "charge.captured",
  "payment_intent.succeeded",
];

/** How many webhooks come of such an order: of all that, what we ask for. */
export const webhooksPerOrder = webhookEvents.filter((type) => told.includes(type)).length;
