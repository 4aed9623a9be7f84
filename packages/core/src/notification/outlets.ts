import type { Person } from "../order/order.ts";
import type { TimelineEntry } from "../order/timeline.ts";
import { emailOf } from "./email.ts";
import type { Channel, EmailMessage, PushMessage, SmsMessage } from "./message.ts";
import type { Outlet } from "./notify.ts";
import { pushOf } from "./push.ts";
import { smsOf } from "./sms.ts";

/** To the address in the order; to nobody once that was erased. */
export function emailOutlet(
  channel: Channel<EmailMessage>,
  personFor: (orderId: string) => Promise<Person | undefined>,
): Outlet<EmailMessage> {
  return {
    channel,
    async address(notice, entry, _profile, links) {
      const person = await personFor(entry.orderId);
      if (!person) return [];
      return [{ recipient: person.contact.email, message: emailOf(notice, entry, person, links.full) }];
    },
  };
}

/** To the telephone that the customer named for it, which the one for the courier is not. */
export function smsOutlet(channel: Channel<SmsMessage>): Outlet<SmsMessage> {
  return {
    channel,
    address: async (notice, entry, { preferences: { phone } }, links) =>
      phone === undefined ? [] : [{ recipient: phone, message: smsOf(notice, entry, phone, links.short) }],
  };
}

/** To every browser that the customer allowed. */
export function pushOutlet(
  channel: Channel<PushMessage>,
  forget: (entry: TimelineEntry, endpoint: string) => Promise<void>,
): Outlet<PushMessage> {
  return {
    channel,
    address: async (notice, entry, { subscriptions }, links) =>
      subscriptions.map((to) => ({
        recipient: to.endpoint,
        message: pushOf(notice, entry, to, links.full),
      })),
    forget,
  };
}
