import { eventId, timelineEntrySchema, type TimelineEntry } from "@doorbuster/core/order/timeline";
import { fromItem, toItem, type Item } from "./items.ts";

export function entryItem(entry: TimelineEntry): Item {
  const sk = `event#${eventId("", entry.seq).slice(1)}`;
  return toItem({ pk: `order#${entry.orderId}`, sk, ...entry });
}

export function entryFrom(item: Item): TimelineEntry {
  return timelineEntrySchema.parse(fromItem(item));
}
