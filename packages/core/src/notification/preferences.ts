import * as z from "zod";
import { contactSchema, isGuests, type Order } from "../order/order.ts";
import type { PushSubscription } from "./message.ts";
import { quietHoursSchema } from "./quietHours.ts";

/** What a customer can ask to be told: that it is bought, on its way, there, or that something came of it after all. */
export const noticeKinds = ["confirmed", "shipped", "delivered", "changed"] as const;
export type NoticeKind = (typeof noticeKinds)[number];

const kindsSchema = z.array(z.enum(noticeKinds)).max(noticeKinds.length);

/** What a customer wants to be told, where, and when not. */
export const preferencesSchema = z
  .object({
    email: kindsSchema,
    sms: kindsSchema,
    push: kindsSchema,
    /** Where text messages go. */
    phone: contactSchema.shape.phone,
    quietHours: quietHoursSchema.optional(),
  })
  .refine(({ sms, phone }) => sms.length === 0 || phone !== undefined, {
    path: ["phone"],
    message: "is needed for text messages",
  });
export type Preferences = z.infer<typeof preferencesSchema>;

/** Of whoever has not said anything: e-mail about everything, and nothing else. */
export const defaultPreferences: Preferences = { email: [...noticeKinds], sms: [], push: [] };

/** How a customer can be reached, besides by the address in the order. */
export interface Profile {
  readonly preferences: Preferences;
  /** One for each browser that was allowed to show notifications. */
  readonly subscriptions: readonly PushSubscription[];
}

export const emptyProfile: Profile = { preferences: defaultPreferences, subscriptions: [] };

/** Profiles by customer key, see {@link customerKeyOf}. Each write stands alone; none reads first. */
export interface PreferenceStore {
  get(customer: string): Promise<Profile | undefined>;
  set(customer: string, preferences: Preferences): Promise<void>;
  subscribe(customer: string, subscription: PushSubscription): Promise<void>;
  unsubscribe(customer: string, endpoint: string): Promise<void>;
  /** Everything of a customer. What a guest writes afterwards is refused: `NOT_FOUND`. Forgetting twice is forgetting once. */
  forget(customer: string): Promise<void>;
}

/**
 * Under which key a customer's wishes are kept: an account's for all its orders, a guest's for one order, because anybody
 * may type a guest's address.
 */
export function customerKeyOf(order: Pick<Order, "id" | "ownerKey">): string {
  return isGuests(order) ? guestKeyOf(order.id) : order.ownerKey;
}

export const guestKeyOf = (orderId: string): string => `order:${orderId}`;
