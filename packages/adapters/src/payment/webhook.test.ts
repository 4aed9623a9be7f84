import { expect, test } from "vitest";
import Stripe from "stripe";
import { verifyWebhook } from "./webhook.ts";

const nowMs = 1_790_000_000_000;
const secret = "whsec_current";
const rawBody = JSON.stringify({
  id: "evt_1",
  object: "event",
  type: "payment_intent.succeeded",
  created: nowMs / 1000,
  data: { object: { id: "pi_1", object: "payment_intent", metadata: { order_id: "ord_1" } } },
});
/** Signed by Stripe's own library. */
const sign = (payload = rawBody, signedWith = secret, ageSeconds = 0) =>
  Stripe.webhooks.generateTestHeaderString({
    payload,
    secret: signedWith,
    timestamp: nowMs / 1000 - ageSeconds,
  });

test("reads what Stripe signed", () => {
  expect(verifyWebhook({ rawBody, signature: sign() }, [secret], nowMs)).toEqual({
    ok: true,
    hint: {
      eventId: "evt_1",
      type: "payment_intent.succeeded",
      createdAt: new Date(nowMs).toISOString(),
      paymentId: "pi_1",
      orderId: "ord_1",
    },
  });
});

test("both secrets are good while one replaces the other", () => {
  for (const signedWith of ["whsec_old", "whsec_new"]) {
    const signature = sign(rawBody, signedWith);
    expect(verifyWebhook({ rawBody, signature }, ["whsec_new", "whsec_old"], nowMs).ok).toBe(true);
  }
});

test.each([
  ["another secret", sign(rawBody, "whsec_other"), "bad_signature"],
  ["another body", sign(`${rawBody} `), "bad_signature"],
  ["no header", undefined, "no_signature"],
  ["a header of nonsense", "t=now,v1=zz", "no_signature"],
  ["a signature cut short", sign().slice(0, -2), "bad_signature"],
  ["a signature six minutes old", sign(rawBody, secret, 360), "too_old"],
  ["a signature from the future", sign(rawBody, secret, -360), "too_old"],
])("refuses %s", (_what, signature, reason) => {
  expect(verifyWebhook({ rawBody, signature }, [secret], nowMs)).toEqual({ ok: false, reason });
});

test("no secret at all verifies nothing", () => {
  expect(verifyWebhook({ rawBody, signature: sign() }, [], nowMs)).toEqual({
    ok: false,
    reason: "bad_signature",
  });
});

test("a signed message that tells of no payment is refused, a refund's is read", () => {
  for (const body of ["not json", "{}", JSON.stringify({ id: "evt_1" })]) {
    const verdict = verifyWebhook({ rawBody: body, signature: sign(body) }, [secret], nowMs);
    expect(verdict).toEqual({ ok: false, reason: "unknown_content" });
  }
  const charge = { id: "ch_1", object: "charge", payment_intent: "pi_1", metadata: {} };
  const body = JSON.stringify({ id: "evt_2", type: "charge.refunded", created: 1, data: { object: charge } });
  const verdict = verifyWebhook({ rawBody: body, signature: sign(body) }, [secret], nowMs);
  expect(verdict).toMatchObject({ ok: true, hint: { paymentId: "pi_1", orderId: undefined } });
});
