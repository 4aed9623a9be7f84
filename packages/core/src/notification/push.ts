import type { TimelineEntry } from "../order/timeline.ts";
import { referenceOf } from "./links.ts";
import type { PushMessage, PushSubscription } from "./message.ts";
import type { Notice } from "./notice.ts";

/** The push of a notice to one browser. Pure. */
export function pushOf(
  notice: Notice,
  entry: TimelineEntry,
  to: PushSubscription,
  orderUrl: string,
): PushMessage {
  return {
    to,
    notification: {
      title: `Your order ${notice.title}`,
      body: `${notice.sentences[0]} Order ${referenceOf(entry.orderId)}.`,
      url: orderUrl,
      tag: entry.id,
      tags: { type: entry.type, orderId: entry.orderId, traceId: entry.traceId },
    },
  };
}
