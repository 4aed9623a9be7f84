import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";

/** What a webhook tells: that something happened to a payment. It is a hint; the provider is asked how things stand. */
export interface PaymentHint {
  readonly eventId: string;
  readonly type: string;
  /** ISO 8601 with milliseconds. */
  readonly createdAt: string;
  readonly paymentId: string;
  /** `metadata.order_id`, where the payment carries one. */
  readonly orderId: string | undefined;
}

/** The events to ask the provider for: whatever settles a payment that the shop did not settle itself. */
export const webhookEvents = [
  "payment_intent.amount_capturable_updated",
  "payment_intent.payment_failed",
  "payment_intent.canceled",
] as const;

export type WebhookVerdict =
  | { readonly ok: true; readonly hint: PaymentHint }
  | {
      readonly ok: false;
      readonly reason: "no_signature" | "bad_signature" | "too_old" | "unknown_content";
    };

export interface SignedWebhook {
  /** Exactly the bytes that came: parsing and writing them again would change them. */
  readonly rawBody: string | Uint8Array;
  /** The `Stripe-Signature` header: `t=SECONDS,v1=HEX[,v1=HEX]`. */
  readonly signature: string | undefined;
}

/** Stripe's own default. An older signature may be a recorded message played again. */
const toleranceSeconds = 300;

/**
 * Verifies a webhook, and only then reads it (docs.stripe.com/webhooks#verify-manually).
 * @param secrets every secret that is valid now: two while one replaces the other
 * @param now milliseconds since the Unix epoch
 */
export function verifyWebhook(
  { rawBody, signature }: SignedWebhook,
  secrets: readonly string[],
  now: number,
): WebhookVerdict {
  const signed = parseSignature(signature ?? "");
  if (!signed) return { ok: false, reason: "no_signature" };
  const matches = secrets.some((secret) => {
    const expected = createHmac("sha256", secret).update(`${signed.time}.`).update(rawBody).digest();
    return signed.signatures.some(
      (given) => given.length === expected.length && timingSafeEqual(given, expected),
    );
  });
  if (!matches) return { ok: false, reason: "bad_signature" };
  if (Math.abs(now / 1000 - Number(signed.time)) > toleranceSeconds) return { ok: false, reason: "too_old" };
  const hint = readHint(rawBody);
  return hint ? { ok: true, hint } : { ok: false, reason: "unknown_content" };
}

function parseSignature(
  header: string,
): { readonly time: string; readonly signatures: Buffer[] } | undefined {
  const parts = header.split(",").map((part) => part.trim().split("=", 2));
  const time = parts.find(([name]) => name === "t")?.[1];
  const signatures = parts.flatMap(([name, value]) =>
    name === "v1" ? [Buffer.from(value ?? "", "hex")] : [],
  );
  return time && /^\d{1,12}$/.test(time) && signatures.length > 0 ? { time, signatures } : undefined;
}

const eventSchema = z.object({
  id: z.string(),
  type: z.string(),
  created: z.int(),
  data: z.object({
    object: z.object({
      id: z.string(),
      object: z.string(),
      payment_intent: z.string().nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  }),
});

function readHint(rawBody: string | Uint8Array): PaymentHint | undefined {
  const event = eventSchema.safeParse(parseJson(Buffer.from(rawBody).toString())).data;
  if (!event) return undefined;
  const { object } = event.data;
  const paymentId = object.object === "payment_intent" ? object.id : object.payment_intent;
  if (!paymentId) return undefined;
  return {
    eventId: event.id,
    type: event.type,
    createdAt: new Date(event.created * 1000).toISOString(),
    paymentId,
    orderId: object.metadata?.["order_id"],
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
