import { channelNames, type ChannelName } from "@doorbuster/core/notification/message";
import {
  noticeKinds,
  preferencesSchema,
  type NoticeKind,
  type Preferences,
} from "@doorbuster/core/notification/preferences";
import { phoneFrom } from "../checkout/delivery-form.ts";

/** What stands in the form: whole, also where a switch hides it, so that nothing typed is lost by switching. */
export interface Wishes {
  readonly sms: boolean;
  readonly phone: string;
  /** Whether this browser shows notifications; the wishes of other browsers stay as they are. */
  readonly push: boolean;
  readonly quiet: boolean;
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly kinds: Readonly<Record<ChannelName, readonly NoticeKind[]>>;
}

export type WishErrors = Readonly<Partial<Record<"phone" | "to", string>>>;

/** The form for what is stored. An empty list of kinds is a channel that is off; switched on, it tells everything. */
export function wishesFrom(
  preferences: Preferences,
  browser: { readonly isSubscribed: boolean; readonly zone: string },
  courierPhone = "",
): Wishes {
  const orAll = (kinds: readonly NoticeKind[]) => (kinds.length > 0 ? kinds : noticeKinds);
  const { quietHours, phone = courierPhone, email, sms, push } = preferences;
  return {
    sms: sms.length > 0,
    phone,
    push: browser.isSubscribed && push.length > 0,
    quiet: quietHours !== undefined,
    from: quietHours?.from ?? "22:00",
    to: quietHours?.to ?? "07:00",
    zone: quietHours?.zone ?? browser.zone,
    kinds: { email, sms: orAll(sms), push: orAll(push) },
  };
}

/** Checks the form by the API's own schema, and says per field what to do. Pure. */
export function preferencesFrom(
  wishes: Wishes,
):
  | { readonly ok: true; readonly preferences: Preferences }
  | { readonly ok: false; readonly errors: WishErrors } {
  const { sms, quiet, from, to, zone, kinds } = wishes;
  const phone = phoneFrom(wishes.phone);
  const parsed = preferencesSchema.safeParse({
    email: kinds.email,
    sms: sms ? kinds.sms : [],
    push: kinds.push,
    ...(sms && phone !== "" && { phone }),
    ...(quiet && { quietHours: { from, to, zone } }),
  });
  if (parsed.success) return { ok: true, preferences: parsed.data };
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]));
  return {
    ok: false,
    errors: {
      ...(wrong.has("phone") && {
        phone: "Enter the whole number with its country code, such as +44 7700 900123.",
      }),
      ...(wrong.has("quietHours") && { to: "Choose an end that differs from the beginning." }),
    },
  };
}

/** The wishes with one kind on one channel wanted or not, in the order in which things happen. */
export function withKind(wishes: Wishes, channel: ChannelName, kind: NoticeKind, wanted: boolean): Wishes {
  const kept = noticeKinds.filter((each) => (each === kind ? wanted : wishes.kinds[channel].includes(each)));
  return { ...wishes, kinds: { ...wishes.kinds, [channel]: kept } };
}

export const kindWords: Readonly<Record<NoticeKind, string>> = {
  confirmed: "Confirmed",
  shipped: "On its way",
  delivered: "Delivered",
  changed: "Cancelled or refunded",
};

export const channelWords: Readonly<Record<ChannelName, string>> = {
  email: "E-mail",
  sms: "Text",
  push: "Browser",
};

export { channelNames, noticeKinds };
