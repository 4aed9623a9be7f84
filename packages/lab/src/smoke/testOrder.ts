import { randomUUID } from "node:crypto";
import { checkoutAnswerSchema, type Checkout, type CheckoutAnswer } from "@doorbuster/core/order/checkout";
import { moneySchema } from "@doorbuster/core/money/money";
import * as z from "zod";
import { must, NotChecked, type Check } from "./checks.ts";
import { offerSchema } from "./doors.ts";
import { smokeCollection, type SmokeOptions } from "./options.ts";
import { shopApi, type ShopApi } from "./shopApi.ts";

/** The provider's test cards (docs.stripe.com/testing). A live key refuses both. */
const cards = { pays: "pm_card_visa", declines: "pm_card_visa_chargeDeclined" } as const;

/** Longer than the sweeper takes to mend what a lost message left: it comes every minute. */
const patienceMs = 150_000;
const pauseMs = 500;

const quoteSchema = z.object({ totals: z.object({ total: moneySchema }) });
const orderSchema = z.object({ status: z.string(), paymentState: z.string() });
type OrderState = z.infer<typeof orderSchema>;

/**
 * One unit is ordered, paid, watched until its money is taken, and called off again; another order meets a bank that says
 * no. Each step needs what the one before it left.
 */
export function orderChecks(options: SmokeOptions): Check[] {
  const api = shopApi(options.url ?? options.api ?? "");
  const request = once(() => prepare(api, options));
  const placed = once(async () => place(api, { ...(await request()), idempotencyKey: randomUUID() }));
  const takenState = options["captured-at"] === "confirmation" ? "captured" : "authorized";
  return [
    {
      name: "a test order is paid and confirmed",
      async run() {
        const { orderId, ...answer } = await placed();
        must(answer.status !== "declined", `the bank said no: ${answer.decline?.message ?? ""}`);
        await untilOrder(api, { orderId, ...answer }, ({ status }) => status === "confirmed");
        return orderId;
      },
    },
    {
      name: `its money is ${takenState}`,
      async run() {
        await untilOrder(api, await had(placed), ({ paymentState }) => paymentState === takenState);
        return undefined;
      },
    },
    {
      name: "called off, it gives the money back",
      async run() {
        const { orderId, readToken } = await had(placed);
        await api.mutate("order.cancel", { orderId, readToken }, orderSchema);
        const settled = new Set(["refunded", "voided"]);
        await untilOrder(api, await had(placed), ({ paymentState }) => settled.has(paymentState));
        return undefined;
      },
    },
    {
      name: "a card that the bank refuses makes an order that is declined",
      async run() {
        await had(placed);
        const payment = { token: cards.declines };
        const { status } = await place(api, { ...(await request()), idempotencyKey: randomUUID(), payment });
        must(status === "declined", `the order is ${status}`);
        return undefined;
      },
    },
  ];
}

/** Made when it is first asked for, and the same from then on. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** The order that an earlier step placed; without it there is nothing to look at. */
async function had(placed: () => Promise<CheckoutAnswer>): Promise<CheckoutAnswer> {
  try {
    return await placed();
  } catch {
    throw new NotChecked("there is no test order");
  }
}

async function prepare(api: ShopApi, options: SmokeOptions): Promise<Omit<Checkout, "idempotencyKey">> {
  if (options["no-order"]) throw new NotChecked("--no-order");
  const lines = [{ sku: options.sku ?? (await markedProduct(api)), quantity: 1 }];
  const { totals } = await api.query("checkout.quote", { lines }, quoteSchema);
  return {
    lines,
    expectedTotal: totals.total,
    payment: { token: cards.pays },
    // SES's mailbox simulator: it takes mail from accounts that may not write to strangers yet, and counts as no bounce.
    contact: { email: `success+${randomUUID().slice(0, 8)}@simulator.amazonses.com` },
    shippingAddress: {
      name: "Smoke Test",
      line1: "1 Test Road",
      city: "Leeds",
      postalCode: "LS1",
      country: "GB",
    },
  };
}

async function markedProduct(api: ShopApi): Promise<string> {
  const offers = await api.query("catalog.list", { collection: smokeCollection }, z.array(offerSchema));
  const offer = offers.find(({ left }) => left > 0);
  if (!offer) throw new NotChecked(`no product is left in the collection "${smokeCollection}", and no --sku`);
  return offer.sku;
}

/** Sent twice, as a browser does that lost the answer: both times it is the same order. */
async function place(api: ShopApi, checkout: Checkout): Promise<CheckoutAnswer> {
  const first = await api.mutate("checkout.place", checkout, checkoutAnswerSchema);
  const second = await api.mutate("checkout.place", checkout, checkoutAnswerSchema);
  must(first.orderId === second.orderId, "the same checkout, sent twice, made two orders");
  return first;
}

/** Reads the order as its customer does until it is as wanted. */
async function untilOrder(
  api: ShopApi,
  { orderId, readToken }: CheckoutAnswer,
  isThere: (order: OrderState) => boolean,
): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const order = await api.query("order.get", { orderId }, orderSchema, { "x-read-token": readToken });
    if (isThere(order)) return;
    const { status, paymentState } = order;
    must(
      Date.now() < giveUpAt,
      `after ${patienceMs / 1_000} s ${orderId} is ${status}, its payment ${paymentState}`,
    );
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
