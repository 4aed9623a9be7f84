import { topics, type QueueName, type TopicDefinition } from "@doorbuster/adapters/definitions/messaging";
import type { EntryType } from "@doorbuster/core/order/lifecycle";

/** How many of an order's entries reach a queue, by the filters of the topics' subscriptions. */
export function messagesInto(queue: QueueName, entries: readonly EntryType[]): number {
  const definitions: readonly TopicDefinition[] = Object.values(topics);
  const filters = definitions.flatMap(({ subscriptions }) =>
    subscriptions.filter((subscription) => subscription.queue === queue).map(({ filter }) => filter["type"]),
  );
  return entries.filter((type) => filters.some((wanted) => wanted?.includes(type) ?? true)).length;
}
