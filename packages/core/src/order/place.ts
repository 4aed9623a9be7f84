import { ownerKeyOf, type Caller } from "../access/caller.ts";
import type { ReadTokens } from "../access/readToken.ts";
import { foldLines, price, type Price } from "../catalog/price.ts";
import type { Catalog } from "../catalog/product.ts";
import { AppError } from "../errors.ts";
import { orderIdOf } from "../ids.ts";
import { sameMoney } from "../money/money.ts";
import { isoTime } from "../ports.ts";
import { answerFor } from "./answer.ts";
import { fingerprintOf, type Checkout, type CheckoutAnswer } from "./checkout.ts";
import type { Order } from "./order.ts";
import type { OrderPolicy } from "./policy.ts";
import { reserve, type ReserveDeps } from "./reserve.ts";
import { authorize, type SettleDeps } from "./settle.ts";

export interface PlaceDeps extends ReserveDeps, SettleDeps {
  readonly catalog: Catalog;
  readonly tokens: ReadTokens;
}

export const timing = {
  /** When the sweeper first looks at an order whose checkout never came back. Well after the provider's limit below. */
  orphanedMs: 60_000,
  /** A provider call takes at most 8 s and is tried twice: older than this, a pending order's first checkout is dead. */
  resumeMs: 20_000,
  /** How long a second call with the same key waits for the first, and how often it looks. */
  duplicateWaitMs: 2_000,
  duplicatePollMs: 100,
} as const;

/**
 * Places an order: price, reserve, authorise, confirm. One key, one order, one answer.
 *
 * @throws AppError `PRICE_CHANGED`, `SOLD_OUT`, `NOT_FOUND`, `INVALID_INPUT`, `IDEMPOTENCY_MISMATCH`,
 * `PAYMENT_UNAVAILABLE`, `RATE_LIMITED`. Only an answer that made an order row is remembered under the key.
 */
export async function placeOrder(
  deps: PlaceDeps,
  checkout: Checkout,
  caller: Caller,
  traceId: string,
): Promise<CheckoutAnswer> {
  const ownerKey = ownerKeyOf(caller, checkout.contact.email);
  const [id, fingerprint] = await Promise.all([
    orderIdOf(ownerKey, checkout.idempotencyKey),
    fingerprintOf(checkout),
  ]);
  const attempt = { checkout, id, fingerprint, ownerKey, traceId };
  try {
    const lines = foldLines(checkout.lines);
    const products = await deps.catalog.getMany(lines.map((line) => line.sku));
    const priced = price(lines, products);
    refuseOtherTotal(checkout, priced);
    const reserved = await reserve(
      deps,
      draftOf(attempt, priced, deps.clock.now(), deps.policy),
      priced.lines,
      products,
    );
    const order =
      reserved.kind === "reserved"
        ? await authorize(deps, reserved.order, checkout.payment.token)
        : await follow(deps, reserved.order, attempt);
    deps.log.info("checkout settled", {
      orderId: id,
      status: order.status,
      traceId,
      repeated: reserved.kind === "exists",
    });
    return await answerFor(order, deps.tokens);
  } catch (error) {
    // A retry whose first call made an order must get that order, even though prices or stock have changed since.
    if (!(error instanceof AppError) || !rejectsBeforeOrder(error)) throw error;
    const existing = await deps.orders.get(id);
    if (!existing) throw error;
    return answerFor(await follow(deps, existing, attempt), deps.tokens);
  }
}

interface Attempt {
  readonly checkout: Checkout;
  readonly id: string;
  readonly fingerprint: string;
  readonly ownerKey: string;
  readonly traceId: string;
}

function rejectsBeforeOrder(error: AppError): boolean {
  if (error.details["orderId"] !== undefined) return false;
  return ["PRICE_CHANGED", "SOLD_OUT", "NOT_FOUND", "INVALID_INPUT", "RATE_LIMITED"].includes(error.code);
}

function refuseOtherTotal(checkout: Checkout, { totals }: Price): void {
  if (sameMoney(checkout.expectedTotal, totals.total)) return;
  if (checkout.expectedTotal.currency !== totals.total.currency) {
    throw new AppError("INVALID_INPUT", `These products are sold in ${totals.total.currency}.`, {
      details: {
        field: "expectedTotal.currency",
        reason: "wrong_currency",
        expected: totals.total.currency,
        given: checkout.expectedTotal.currency,
      },
    });
  }
  throw new AppError("PRICE_CHANGED", "The total has changed. Please look at it again before you pay.", {
    details: { total: totals.total, totals, expectedTotal: checkout.expectedTotal },
  });
}

function draftOf(attempt: Attempt, priced: Price, now: number, policy: OrderPolicy): Omit<Order, "takes"> {
  const { checkout, id, fingerprint, ownerKey, traceId } = attempt;
  return {
    id,
    version: 1,
    status: "pending",
    ownerKey,
    fingerprint,
    lines: [...priced.lines],
    totals: priced.totals,
    payment: { state: "open", attempt: 1 },
    refunds: [],
    contact: checkout.contact,
    shippingAddress: checkout.shippingAddress,
    traceId,
    placedAt: isoTime(now),
    expiresAt: isoTime(now + policy.reservationMs),
    dueAt: isoTime(now + timing.orphanedMs),
  };
}

/**
 * A second call with the same key. It waits a little for the first, so that both give one answer; and when the first is
 * long dead (its function crashed between reserving and paying), it carries on in its place.
 */
async function follow(deps: PlaceDeps, existing: Order, attempt: Attempt): Promise<Order> {
  if (existing.fingerprint !== attempt.fingerprint) {
    throw new AppError("IDEMPOTENCY_MISMATCH", "This key was used for a different order. Use a new key.", {
      details: { orderId: existing.id },
    });
  }
  let order = existing;
  const giveUpAt = deps.clock.now() + timing.duplicateWaitMs;
  while (isBeingPaid(order) && !isOrphaned(order, deps.clock.now()) && deps.clock.now() < giveUpAt) {
    await deps.clock.sleep(timing.duplicatePollMs);
    order = (await deps.orders.get(order.id)) ?? order;
  }
  const resumable = isBeingPaid(order) && isOrphaned(order, deps.clock.now());
  return resumable ? authorize(deps, order, attempt.checkout.payment.token, true) : order;
}

function isBeingPaid(order: Order): boolean {
  return order.status === "pending" && order.payment.state === "open";
}

function isOrphaned(order: Order, now: number): boolean {
  return now - Date.parse(order.placedAt) > timing.resumeMs && now < Date.parse(order.expiresAt);
}
