import * as fc from "fast-check";
import Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { heedHint } from "@doorbuster/core/order/hint";
import type { Order } from "@doorbuster/core/order/order";
import { sweep } from "@doorbuster/core/order/sweep";
import { PaymentUnknown, type PaymentProvider } from "@doorbuster/core/payment/provider";
import { dynamoClaimStore } from "../dynamo/claimStore.ts";
import { openRaceBench, type RaceBench } from "../testing/raceBench.ts";
import { verifyWebhook, webhookEvents } from "./webhook.ts";

let bench: RaceBench;
beforeAll(async () => {
  bench = await openRaceBench();
});
afterAll(() => bench.close());

/** How a payment went: what the checkout is answered, and how it stands at the provider from that moment on. */
const courses = {
  "held at once": { answer: "authorized", truth: "authorized" },
  "declined at once": { answer: "failed", truth: "failed" },
  "held, and the answer got lost": { answer: "none", truth: "authorized" },
  "declined, and the answer got lost": { answer: "none", truth: "failed" },
  "confirmed at the bank": { answer: "requires_action", truth: "authorized" },
  "refused by the bank": { answer: "requires_action", truth: "failed" },
  "given up at the bank": { answer: "requires_action", truth: "voided" },
} as const;
type Course = (typeof courses)[keyof typeof courses];

/** Six events, two of each type that we ask for: true ones, stale ones and wrong ones. One that is drawn twice is a duplicate. */
const hint = fc.record({
  event: fc.integer({ min: 0, max: 2 * webhookEvents.length - 1 }),
  arrives: fc.constantFrom("before the answer", "before the answer is entered", "after it"),
});
type Hint = typeof hint extends fc.Arbitrary<infer T> ? T : never;

const secret = "whsec_current";
let [orders, leases] = [0, 0];

/** A webhook as the provider sends it, through signature and inbox. */
async function hear({ event }: Hint, orderId: string, paymentId: string): Promise<void> {
  const now = bench.clock.now();
  const object = { id: paymentId, object: "payment_intent", metadata: { order_id: orderId } };
  const type = webhookEvents[event % webhookEvents.length];
  const rawBody = JSON.stringify({
    id: `evt_${orderId}_${event}`,
    type,
    created: Math.floor(now / 1000),
    data: { object },
  });
  const timestamp = Math.floor(now / 1000);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: rawBody, secret, timestamp });
  const verdict = verifyWebhook({ rawBody, signature }, [secret], now);
  if (!verdict.ok) throw new Error(verdict.reason);
  const claims = dynamoClaimStore(bench.client, bench.nameOf("Webhooks"), () => `lease-${leases++}`);
  await heedHint({ ...bench.deps(), claims, leaseMs: 20_000 }, { ...verdict.hint, orderId });
}

/** The till, as this payment goes. */
function providerOf({ answer, truth }: Course, beforeTheAnswer: (paymentId: string) => Promise<void>) {
  const { provider } = bench.till;
  return {
    ...provider,
    async authorize(request) {
      const { paymentId } = await provider.authorize(request);
      bench.till.becomes(paymentId, answer === "none" ? truth : answer);
      const heard = await provider.get(paymentId);
      bench.till.becomes(paymentId, truth);
      await beforeTheAnswer(paymentId);
      if (answer === "none") throw new PaymentUnknown("the answer got lost");
      return heard;
    },
  } satisfies PaymentProvider;
}

/** A checkout with its webhooks, and the sweeper afterwards, who takes what money is to be taken. */
async function live(course: Course, hints: readonly Hint[]) {
  const sku = `HINTED-${orders++}`;
  const checkout = bench.checkout(await bench.sell(sku, 3), 2);
  const id = await bench.idOf(checkout);
  let paymentId = "";
  const arrive = async (when: Hint["arrives"]) => {
    for (const each of hints) if (each.arrives === when) await hear(each, id, paymentId);
  };
  const provider = providerOf(course, async (made) => {
    paymentId = made;
    await arrive("before the answer");
  });
  const answer = await bench.race("an order moves from the version that was read", {
    rival: () => arrive("before the answer is entered"),
    run: (client) => bench.place(checkout, client, provider),
  });
  await arrive("after it");
  for (let times = 0; times < 2; times++) {
    await bench.clock.sleep(3 * 60_000);
    await sweep(bench.deps(), { orders: 100, runMs: 30_000 });
  }
  return {
    id,
    answer,
    again: await bench.place(checkout),
    order: await bench.order(id),
    entries: (await bench.timeline(id)).map((entry) => entry.split(" ")[1]),
    payments: bench.till.statesOf(id),
    left: await bench.left(sku),
  };
}

/** An order's row but for what differs between any two orders, and for how many steps it took. */
function essence({ status, payment, takes, refunds, reason, dueAt }: Order) {
  const { paymentId: _, ...paid } = payment;
  return { status, payment: paid, units: takes.map(({ quantity }) => quantity), refunds, reason, dueAt };
}

const passing = ["payment.unknown", "payment.requires_action"];

test.each(Object.keys(courses) as (keyof typeof courses)[])(
  "%s: webhooks in any order, twice, and before the checkout's own answer end in the same order and one payment",
  async (name) => {
    const course = courses[name];
    const paid = course.truth === "authorized";
    const undisturbed = essence((await live(course, [])).order);
    expect(undisturbed).toMatchObject(
      paid
        ? { status: "confirmed", payment: { state: "captured" }, units: [2] }
        : { status: "declined", payment: { state: "failed" }, units: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(hint, { minLength: 1, maxLength: 6 }), async (hints) => {
        const { answer, again, order, entries, payments, left } = await live(course, hints);
        expect(essence(order)).toEqual(undisturbed);
        expect(payments).toEqual([paid ? "captured" : course.truth]);
        expect(entries.filter((type) => !passing.includes(type ?? ""))).toEqual(
          paid ? ["order.placed", "order.confirmed", "payment.captured"] : ["order.placed", "order.declined"],
        );
        expect(left).toBe(paid ? 1 : 3);
        expect(again.status).toBe(order.status);
        if (course.answer === course.truth) expect(answer).toEqual(again);
        else expect(["pending", "requires_action", order.status]).toContain(answer.status);
      }),
      { seed: 2026, numRuns: 15 },
    );
  },
);
