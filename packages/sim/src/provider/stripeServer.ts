import { StripeError, invalidRequest, resourceMissing } from "@doorbuster/local/sandbox/api/errors";
import { paymentIntentObject, refundObject } from "@doorbuster/local/sandbox/api/objects";
import { testCardByToken } from "@doorbuster/local/sandbox/cards/test-cards";
import * as steps from "@doorbuster/local/sandbox/payments/payment";
import type { Refund } from "@doorbuster/local/sandbox/payments/refund";
import type { Payment, PaymentMethod, Step } from "@doorbuster/local/sandbox/payments/payment";
import type { Scheduler } from "../scheduler/scheduler.ts";

export interface StripeRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly form: URLSearchParams;
  readonly idempotencyKey: string | undefined;
}

export interface StripeResponse {
  readonly status: number;
  readonly body: object;
  /** Given before under the same idempotency key. */
  readonly replayed: boolean;
}

interface Entry {
  payment: Payment;
  /** From when on a search finds it: up to a minute after it was made (Stripe API reference, "Search"). */
  readonly searchableAt: number;
}

/** Told of each step of a payment as it is taken. */
export type StepWatch = (step: Step) => void;

/**
 * A payment provider behind Stripe's API: the sandbox's own rules of what a payment may do, with a ledger in memory. It
 * forgets nothing, and is the truth about money.
 */
export class StripeServer {
  readonly #scheduler: Scheduler;
  readonly #entries = new Map<string, Entry>();
  readonly #answers = new Map<
    string,
    { readonly asked: string; readonly status: number; readonly body: object }
  >();
  readonly #refunds: Refund[] = [];
  readonly #watches: StepWatch[] = [];
  #ids = 0;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  watch(watch: StepWatch): void {
    this.#watches.push(watch);
  }

  get payments(): readonly Payment[] {
    return [...this.#entries.values()].map(({ payment }) => payment);
  }

  /** Answers a request, once per idempotency key: what was answered first, an error too, is answered again. */
  handle(request: StripeRequest): StripeResponse {
    const { idempotencyKey: key } = request;
    const asked = `${request.method} ${request.path} ${request.form.toString()}`;
    const before = key === undefined ? undefined : this.#answers.get(key);
    if (before && before.asked !== asked) {
      const message = "Keys for idempotent requests can only be used with the same parameters.";
      return { status: 400, body: { error: { type: "idempotency_error", message } }, replayed: false };
    }
    if (before) return { ...before, replayed: true };
    const answer = this.#answer(request);
    if (key !== undefined) this.remember(request, answer);
    return { ...answer, replayed: false };
  }

  /** Keeps what was answered under the request's key, in place of what was to be answered. */
  remember(
    { method, path, form, idempotencyKey }: StripeRequest,
    answer: { status: number; body: object },
  ): void {
    if (idempotencyKey === undefined) return;
    this.#answers.set(idempotencyKey, { asked: `${method} ${path} ${form.toString()}`, ...answer });
  }

  /** The cardholder comes back from the bank's page. Nothing happens when the payment waits for nobody any more. */
  authenticate(paymentId: string, passed: boolean): void {
    const payment = this.#find(paymentId);
    if (payment.status !== "requires_action" || payment.methodId === null) return;
    this.#take(steps.authenticate(payment, cardOf(payment.methodId), passed, this.#newId("ch")));
  }

  #answer(request: StripeRequest): { status: number; body: object } {
    try {
      return { status: 200, body: this.#route(request) };
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      return { status: error.status, body: { error: error.body } };
    }
  }

  #route({ method, path, form }: StripeRequest): object {
    const { pathname, searchParams } = new URL(path, "http://stripe");
    const [, collection, id = "", verb = ""] = /^\/v1\/(\w+)(?:\/(\w+))?(?:\/(\w+))?$/.exec(pathname) ?? [];
    switch (`${method} ${collection} ${id === "search" ? id : id && "one"} ${verb}`.trim()) {
      case "POST payment_intents":
        return this.#create(form);
      case "GET payment_intents search":
        return this.#search(searchParams.get("query") ?? "");
      case "GET payment_intents one":
        return show(this.#find(id));
      case "POST payment_intents one capture":
        return this.#step(id, (payment) => steps.capture(payment));
      case "POST payment_intents one cancel":
        return this.#step(id, (payment) => steps.cancel(payment, null, this.#seconds()));
      case "POST refunds":
        return this.#refund(form);
      case "GET payment_intents":
        return list("/v1/payment_intents", searchParams, this.payments, show);
      case "GET refunds":
        return list("/v1/refunds", searchParams, this.#refundsOf(searchParams), (refund) =>
          this.#showRefund(refund, searchParams),
        );
      default:
        throw new Error(`no such endpoint: ${method} ${pathname}`);
    }
  }

  #create(form: URLSearchParams): object {
    const token = form.get("payment_method") ?? "";
    if (!testCardByToken(token)) throw resourceMissing("PaymentMethod", token, "payment_method");
    const id = this.#newId("pi");
    const made: Payment = {
      id,
      clientSecret: `${id}_secret`,
      created: this.#seconds(),
      amount: Number(form.get("amount")),
      currency: form.get("currency") ?? "",
      captureMethod: form.get("capture_method") === "manual" ? "manual" : "automatic",
      status: "requires_confirmation",
      methodId: token,
      returnUrl: form.get("return_url"),
      description: null,
      metadata: { order_id: form.get("metadata[order_id]") ?? "", stage: form.get("metadata[stage]") ?? "" },
      chargeId: null,
      captured: 0,
      refunded: 0,
      failure: null,
      canceledAt: null,
      cancellationReason: null,
    };
    const chargeId = this.#newId("ch");
    const after = this.#take(steps.confirm(made, cardOf(token), chargeId));
    if (after.failure) throw steps.declined(after.failure, after.chargeId, show(after));
    return show(after);
  }

  #search(query: string): object {
    const orderId = /:'([^']+)'$/.exec(query)?.[1];
    const data = [...this.#entries.values()]
      .filter(({ searchableAt }) => searchableAt <= this.#scheduler.now)
      .filter(({ payment }) => payment.metadata["order_id"] === orderId)
      .map(({ payment }) => show(payment));
    return {
      object: "search_result",
      url: "/v1/payment_intents/search",
      has_more: false,
      next_page: null,
      data,
    };
  }

  #step(id: string, step: (payment: Payment) => Step): object {
    const payment = this.#find(id);
    try {
      return show(this.#take(step(payment)));
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      throw invalidRequest(error.message, {
        code: error.body.code ?? "",
        payment_intent: show(payment),
      });
    }
  }

  #refund(form: URLSearchParams): object {
    const payment = this.#find(form.get("payment_intent") ?? "");
    const step = steps.refund(payment, Number(form.get("amount")));
    const refund: Refund = {
      id: this.#newId("re"),
      paymentId: payment.id,
      chargeId: payment.chargeId ?? "",
      amount: step.payment.refunded - payment.refunded,
      currency: payment.currency,
      reason: null,
      metadata: { refund_key: form.get("metadata[refund_key]") ?? "" },
      created: this.#seconds(),
    };
    this.#refunds.push(refund);
    this.#take(step);
    return refundObject(refund, this.#scheduler.now);
  }

  #refundsOf(query: URLSearchParams): readonly Refund[] {
    const paymentId = query.get("payment_intent");
    return paymentId === null ? this.#refunds : this.#refunds.filter((each) => each.paymentId === paymentId);
  }

  #showRefund(refund: Refund, query: URLSearchParams): object {
    const payment = query.has("expand[0]") && { payment_intent: show(this.#find(refund.paymentId)) };
    return { ...refundObject(refund, this.#scheduler.now), ...payment };
  }

  #take(step: Step): Payment {
    const { payment } = step;
    const entry = this.#entries.get(payment.id);
    if (entry) entry.payment = payment;
    else {
      const searchableAt = this.#scheduler.now + this.#scheduler.random.whole(0, 60_000);
      this.#entries.set(payment.id, { payment, searchableAt });
    }
    for (const watch of this.#watches) watch(step);
    return payment;
  }

  #find(id: string): Payment {
    const entry = this.#entries.get(id);
    if (!entry) throw resourceMissing("payment_intent", id);
    return entry.payment;
  }

  #newId(kind: string): string {
    return `${kind}_${String(++this.#ids).padStart(4, "0")}`;
  }

  #seconds(): number {
    return Math.floor(this.#scheduler.now / 1000);
  }
}

/** A page of a list, newest first, as far as it is asked for here: by the second of its making. */
function list<T extends { readonly id: string; readonly created: number }>(
  url: string,
  query: URLSearchParams,
  records: readonly T[],
  shown: (record: T) => object,
): object {
  const bound = (name: string, otherwise: number) => Number(query.get(`created[${name}]`) ?? otherwise);
  const [from, to, limit] = [bound("gte", 0), bound("lt", Infinity), Number(query.get("limit") ?? 10)];
  const after = query.get("starting_after");
  const newest = records.filter(({ created }) => created >= from && created < to).reverse();
  const rest = newest.slice(after === null ? 0 : newest.findIndex(({ id }) => id === after) + 1);
  return { object: "list", url, has_more: rest.length > limit, data: rest.slice(0, limit).map(shown) };
}

/** A payment in Stripe's shape, its charge whole whether or not the caller asked for that. */
const show = (payment: Payment) =>
  paymentIntentObject(payment, ({ id }) => `https://bank.example/${id}`, ["latest_charge"]);

/** A test token stands for a new card each time. */
function cardOf(token: string): PaymentMethod {
  const card = testCardByToken(token);
  if (!card) throw resourceMissing("PaymentMethod", token, "payment_method");
  const { behaviour, brand, number } = card;
  return {
    id: token,
    brand,
    last4: number.slice(-4),
    expMonth: 12,
    expYear: 2027,
    behaviour,
    created: 0,
    used: false,
  };
}
