/** Every way to reach a customer. */
export const channelNames = ["email", "sms", "push"] as const;
export type ChannelName = (typeof channelNames)[number];

/** For finding a message again; shown to operators, so nothing personal. */
export type MessageTags = Readonly<Record<string, string>>;

/** An e-mail ready to be handed over: to whom, from whom is the adapter's setting. */
export interface EmailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly tags: MessageTags;
}

/** A text message ready to be handed over; the sender's name is the adapter's setting. */
export interface SmsMessage {
  /** E.164, such as +447700900123. */
  readonly to: string;
  readonly text: string;
  readonly tags: MessageTags;
}

/** A message to one browser. What stands in `notification` is encrypted for it; the push service in between sees none of it. */
export interface PushMessage {
  readonly to: PushSubscription;
  readonly notification: {
    readonly title: string;
    readonly body: string;
    /** What a click opens. */
    readonly url: string;
    /** A browser shows one notification per tag: a message that comes twice is seen once. */
    readonly tag: string;
    readonly tags: MessageTags;
  };
}

/** Where a browser is reached, as it says itself (W3C Push API, `PushSubscription.toJSON`). */
export interface PushSubscription {
  /** At a push service. Whoever knows it can address the browser, so it is kept like a secret. */
  readonly endpoint: string;
  /** The browser's public key and a shared secret, base64url. */
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** Hands a message to a channel. When it returns, the channel has accepted it. */
export interface Channel<M> {
  readonly name: ChannelName;
  /** @throws ChannelRefused when the channel certainly has not accepted it; after any other error it may have. */
  send(message: M): Promise<void>;
}

/**
 * The channel certainly did not take the message:
 * - `later`: it was not reached, or is busy. The same message may pass in a while.
 * - `rejected`: it will never take this message to this address.
 * - `gone`: the address is no more. Forget it.
 */
export class ChannelRefused extends Error {
  override readonly name = "ChannelRefused";
  readonly kind: "later" | "rejected" | "gone";

  /** @param why codes only: it is logged, and a channel's own words may quote the message or the person */
  constructor(kind: ChannelRefused["kind"], why: string) {
    super(why);
    this.kind = kind;
  }
}
