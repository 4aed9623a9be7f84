import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import type { CheckoutAnswer } from "@doorbuster/core/order/checkout";
import type { Attempt } from "./attempt.ts";
import { sendAttempt } from "./send-attempt.ts";

const gbp = (amount: number) => ({ amount, currency: "GBP" });
const totals = { items: gbp(1_000), tax: gbp(200), shipping: gbp(0), total: gbp(1_200) };
const confirmed: CheckoutAnswer = {
  orderId: "ord_000000000000000000000000",
  status: "confirmed",
  total: totals.total,
  totals,
  readToken: "token",
  placedAt: "2025-11-28T09:00:00.000Z",
};
const attempt: Attempt = {
  request: {
    idempotencyKey: "0123456789abcdef",
    lines: [{ sku: "LAMP", quantity: 1 }],
    expectedTotal: totals.total,
    payment: { token: "pm_card_visa" },
    contact: { email: "jo@example.com" },
    shippingAddress: { name: "Jo", line1: "1 High St", city: "Leeds", postalCode: "LS1 1AA", country: "GB" },
  },
  customer: null,
  startedAt: "2025-11-28T09:00:00.000Z",
};

function refusal(appCode: string, details: object = {}): Error {
  return TRPCClientError.from({
    error: { code: -32600, message: "No.", data: { appCode, details } },
  } as never);
}

const silence = () => new TypeError("Failed to fetch");

/** Sends against a script of answers and errors; tells the outcome, the keys sent and the pauses taken. */
async function run(script: readonly (Error | CheckoutAnswer)[]) {
  const keys: string[] = [];
  const pauses: string[] = [];
  const outcome = await sendAttempt(attempt, {
    place: ({ request }) => {
      keys.push(request.idempotencyKey);
      const answer = script[keys.length - 1] ?? new Error("the script has ended");
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    sleep: () => Promise.resolve(),
    onPause: (reason, seconds) => pauses.push(`${reason} ${seconds}`),
    onSend: () => {},
  });
  return { outcome, keys, pauses };
}

test("silence is met with the same key, and the order that was made all along is found", async () => {
  const { outcome, keys, pauses } = await run([silence(), refusal("INTERNAL"), confirmed]);
  expect(outcome).toEqual({ kind: "placed", answer: confirmed });
  expect(new Set(keys).size).toBe(1);
  expect(pauses).toEqual(["unanswered 1", "unanswered 2"]);
});

test("after lasting silence the attempt stays open for the customer to decide", async () => {
  const { outcome, keys } = await run(Array.from({ length: 9 }, silence));
  expect(outcome).toEqual({ kind: "unanswered" });
  expect(keys).toHaveLength(5);
});

test("too many at once is waited out for as long as the API says", async () => {
  const busy = () => refusal("RATE_LIMITED", { retryAfterSeconds: 3 });
  const { outcome, pauses } = await run([...Array.from({ length: 12 }, busy), confirmed]);
  expect(outcome.kind).toBe("placed");
  expect(new Set(pauses)).toEqual(new Set(["wait 3"]));
});

test("each refusal says what the customer can act on", async () => {
  const items = [{ sku: "LAMP", left: 2 }];
  const declined: CheckoutAnswer = {
    ...confirmed,
    status: "declined",
    decline: { code: "insufficient_funds", message: "Not enough." },
  };
  const cases: [Error | CheckoutAnswer, object][] = [
    [refusal("SOLD_OUT", { items }), { kind: "sold-out", items }],
    [refusal("SOLD_OUT", { sku: "LAMP", left: 0 }), { kind: "sold-out", items: [{ sku: "LAMP", left: 0 }] }],
    [refusal("PRICE_CHANGED", { total: totals.total, totals }), { kind: "price-changed", totals }],
    [refusal("PAYMENT_UNAVAILABLE"), { kind: "payment-unavailable" }],
    [
      refusal("INVALID_INPUT", { field: "contact.email" }),
      { kind: "invalid", field: "contact.email", message: "No." },
    ],
    [refusal("IDEMPOTENCY_MISMATCH"), { kind: "refused", message: "No." }],
    [refusal("A_CODE_OF_TOMORROW"), { kind: "refused", message: "No." }],
    [declined, { kind: "declined", message: "Not enough." }],
    [{ ...confirmed, status: "expired" }, { kind: "lapsed" }],
    [{ ...confirmed, status: "pending" }, { kind: "placed" }],
    [{ ...confirmed, status: "requires_action" }, { kind: "placed" }],
  ];
  for (const [answer, expected] of cases) expect((await run([answer])).outcome).toMatchObject(expected);
});
