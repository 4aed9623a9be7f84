import { move } from "../order/move.ts";
import { defaultPolicy } from "../order/policy.ts";
import type { TimelineEntry } from "../order/timeline.ts";
import { anOrder } from "../testing/orders.ts";
import type { PushSubscription } from "./message.ts";

/** The entry of a confirmation, for tests. */
export function confirmedEntry(changes: Partial<TimelineEntry> = {}): TimelineEntry {
  const context = { now: Date.parse("2026-01-01T00:00:01.000Z"), policy: defaultPolicy, actor: "system" };
  return { ...move(anOrder(), "confirm", context, { paymentId: "pi_1" }).entry, ...changes };
}

/** The subscription of the user agent in RFC 8291, appendix A. */
export const aSubscription: PushSubscription = {
  endpoint: "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
  keys: {
    p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  },
};
