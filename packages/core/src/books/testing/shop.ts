import { emptyBucket, count, slotOf, type LiveBucket } from "../../metrics/liveBucket.ts";
import { orderEventOf, type OrderEvent } from "../../metrics/orderEvent.ts";
import { orderIdFor } from "../../metrics/testing.ts";
import { refusal, type MoveName } from "../../order/lifecycle.ts";
import { move, type Particulars, type Transition } from "../../order/move.ts";
import type { Order } from "../../order/order.ts";
import { defaultPolicy as policy } from "../../order/policy.ts";
import { newRefund } from "../../order/refund.ts";
import { entryOf } from "../../order/timeline.ts";
import type { LedgerPayment, MadePayment } from "../../payment/ledger.ts";
import { isoTime, type Random } from "../../ports.ts";
import { anOrder } from "../../testing/orders.ts";
import type { Books, Explanation } from "../books.ts";

/** When the shop of these tests opens: not on a whole minute, as nothing is. */
export const openedAt = Date.parse("2026-11-27T09:00:07.300Z");

/** How far things lie apart that belong together, in milliseconds: each a chance between the two. */
export interface Delays {
  /** From the time that a row bears to its being written. */
  readonly write: readonly [number, number];
  /** From its being written to its showing in indexes and live numbers. */
  readonly show: readonly [number, number];
  /** How long each question takes, while the shop goes on. */
  readonly ask: readonly [number, number];
}

const none: Delays = { write: [0, 0], show: [0, 0], ask: [0, 0] };

/** A shop in memory in virtual time, with everything that an audit asks. What happens in it is told by the test. */
export class AuditedShop {
  now = openedAt;
  readonly orders = new Map<string, Order>();
  readonly payments = new Map<string, MadePayment>();
  readonly refunds: { readonly paymentId: string; readonly at: number }[] = [];
  readonly stock = new Map<string, { stocked: number; available: number }>();
  readonly buckets = new Map<string, LiveBucket>();
  readonly explained = new Map<string, Explanation>();
  books: Books | undefined;
  /** Set to what the provider fails with. */
  silence: Error | undefined;
  readonly #random: Random;
  readonly #delays: Delays;
  readonly #coming = new Set<{ readonly at: number; readonly run: () => void }>();
  readonly #shownAt = new Map<string, number>();
  #count = 0;

  constructor(random: Random = () => 0, delays: Delays = none) {
    this.#random = random;
    this.#delays = delays;
  }

  /** Lets something happen at a time. */
  at(ms: number, run: () => void): void {
    this.#coming.add({ at: ms, run });
  }

  /** Goes on to a time; what was to happen before it happens. */
  goTo(ms: number): void {
    for (;;) {
      let next: { readonly at: number; readonly run: () => void } | undefined;
      for (const each of this.#coming) if (each.at <= ms && (!next || each.at < next.at)) next = each;
      if (!next) break;
      this.#coming.delete(next);
      this.now = Math.max(this.now, next.at);
      next.run();
    }
    this.now = Math.max(this.now, ms);
  }

  restock(sku: string, units: number): void {
    const level = this.level(sku);
    level.stocked += units;
    level.available += units;
  }

  /** Begins an order of some units at 10.00 each; it is written after a while. @returns its id */
  place(sku: string, quantity = 1): string {
    const id = orderIdFor(++this.#count);
    const gbp = (amount: number) => ({ amount, currency: "GBP" });
    const total = gbp(quantity * 1_000);
    const order = anOrder({
      id,
      lines: [{ sku, name: sku, quantity, unitPrice: gbp(1_000) }],
      takes: [{ sku, shard: 0, quantity }],
      totals: { items: total, tax: gbp(0), shipping: gbp(0), total },
      placedAt: isoTime(this.now),
      expiresAt: isoTime(this.now + policy.reservationMs),
      dueAt: isoTime(this.now + 30_000),
    });
    this.#later("write", () => {
      const level = this.level(sku);
      if (level.available < quantity) return; // sold out: no order
      level.available -= quantity;
      this.#write(
        order,
        entryOf(order, "order.placed", { at: order.placedAt, actor: "customer", traceId: "1-0-0" }),
      );
    });
    return id;
  }

  /** The provider holds the money of an order. @returns the payment's id */
  authorize(orderId: string, paymentId = `pi_${orderId}`): string {
    const amount = this.orders.get(orderId)?.totals.total.amount ?? 1_000;
    this.pay({ id: paymentId, orderId, held: amount });
    return paymentId;
  }

  pay(payment: Partial<LedgerPayment> & { readonly id: string }): void {
    const madeAt = Math.floor(this.now / 1_000) * 1_000;
    const nothing = { orderId: null, currency: "GBP", held: 0, taken: 0, refunded: 0, madeAt };
    this.payments.set(payment.id, { ...nothing, ...payment });
  }

  change(paymentId: string, change: Partial<LedgerPayment>): void {
    const payment = this.payments.get(paymentId);
    if (payment) this.payments.set(paymentId, { ...payment, ...change });
  }

  giveBack(paymentId: string, amount: number): void {
    this.change(paymentId, { refunded: (this.payments.get(paymentId)?.refunded ?? 0) + amount });
    this.refunds.push({ paymentId, at: Math.floor(this.now / 1_000) * 1_000 });
  }

  /** Moves an order, if it may: decided now, written after a while, unless somebody is there first. */
  move(orderId: string, name: MoveName, particulars: Particulars = {}): void {
    const order = this.orders.get(orderId);
    if (!order || refusal(order, name) !== undefined) return;
    const transition = move(order, name, { now: this.now, policy, actor: "system" }, particulars);
    this.#later("write", () => this.#commit(transition));
  }

  requestRefund(orderId: string, amount: number): void {
    const order = this.orders.get(orderId);
    if (!order || refusal(order, "requestRefund") !== undefined) return;
    if (order.refunds.length > 0) return;
    const refund = newRefund(order, "r1", "for a test", { amount, currency: "GBP" });
    this.move(orderId, "requestRefund", { refund });
  }

  /** The sweeper takes an order from its list. */
  finish(orderId: string): void {
    const order = this.orders.get(orderId);
    if (!order) return;
    const { dueAt: _, ...rest } = order;
    this.orders.set(orderId, rest);
  }

  #commit({ from, order, entry, releases }: Transition): void {
    if (this.orders.get(order.id)?.version !== from) return;
    for (const { sku, quantity } of releases) this.level(sku).available += quantity;
    this.#write(order, entry);
  }

  #write(order: Order, entry: Parameters<typeof orderEventOf>[0]): void {
    this.orders.set(order.id, order);
    const shownAt = this.now + this.#chance("show");
    for (const moment of [order.placedAt, order.releasedAt]) {
      const key = `${order.id} ${moment}`;
      if (!this.#shownAt.has(key)) this.#shownAt.set(key, shownAt);
    }
    this.at(shownAt, () => this.countLive(orderEventOf(entry)));
  }

  countLive(event: OrderEvent): void {
    const slot = slotOf(Date.parse(event.at));
    const bucket = this.buckets.get(slot) ?? emptyBucket({ slot, slice: 0 });
    this.buckets.set(slot, count(bucket, [event], this.now));
  }

  level(sku: string): { stocked: number; available: number } {
    const level = this.stock.get(sku) ?? { stocked: 0, available: 0 };
    this.stock.set(sku, level);
    return level;
  }

  /** Whether an index shows by now that an order was placed, or gave its units back, at that time. */
  isShown({ id }: Order, moment: string): boolean {
    return (this.#shownAt.get(`${id} ${moment}`) ?? 0) <= this.now;
  }

  /** Somebody asks something; the shop goes on meanwhile. */
  async ask<T>(look: () => T): Promise<T> {
    await Promise.resolve();
    this.goTo(this.now + this.#chance("ask"));
    const answer = look();
    this.goTo(this.now + this.#chance("ask"));
    return answer;
  }

  #later(what: keyof Delays, run: () => void): void {
    this.at(this.now + this.#chance(what), run);
    this.goTo(this.now);
  }

  #chance(what: keyof Delays): number {
    const [least, most] = this.#delays[what];
    return least + Math.floor(this.#random() * (most - least + 1));
  }
}
