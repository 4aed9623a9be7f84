import type * as z from "zod";
import type { Ledger, StoredEvent } from "../payments/ledger.ts";
import type { Payment, Step } from "../payments/payment.ts";
import type { StripeError } from "./errors.ts";
import type { Form } from "./form.ts";
import { apiVersion, chargeObject, paymentIntentObject } from "./objects.ts";
import { readParameters } from "./parameters.ts";

/** What the endpoints need from outside. */
export interface SandboxContext {
  readonly ledger: Ledger;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** A new id that nobody can guess, such as `pi_…` for `pi`. */
  readonly newId: (prefix: string) => string;
  /** Where browsers reach the sandbox, without a trailing slash. */
  readonly publicUrl: string;
  /** Whether an endpoint waits for events, so that they are queued for it. */
  readonly delivers: boolean;
}

/** The request on whose behalf an endpoint runs. */
export interface Call extends SandboxContext {
  readonly requestId: string;
  readonly idempotencyKey: string | null;
}

export interface Endpoint {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Which of the two keys may call it. */
  readonly key: "secret" | "publishable";
  /**
   * Reads the parameters, then gives the work. The work answers with an object (200), or refuses: a thrown
   * {@link StripeError} undoes what was written, a returned one keeps it (a declined payment is on the books).
   */
  readonly prepare: (form: Form, path: Readonly<Record<string, string>>) => (call: Call) => object;
}

export function endpoint<Schema extends z.ZodType>(definition: {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly key?: Endpoint["key"];
  readonly params: Schema;
  readonly execute: (
    call: Call,
    params: z.output<Schema>,
    path: Readonly<Record<string, string>>,
  ) => object | StripeError;
}): Endpoint {
  const { method, path, key = "secret", params: schema, execute } = definition;
  return {
    method,
    path,
    key,
    prepare(form, pathParams) {
      const params = readParameters(schema, form);
      return (call) => execute(call, params, pathParams);
    },
  };
}

/** Stripe's list object. */
export function listObject<Record>(
  url: string,
  page: { readonly records: readonly Record[]; readonly hasMore: boolean },
  show: (record: Record) => object,
) {
  return { object: "list", url, has_more: page.hasMore, data: page.records.map(show) };
}

export function showPayment(context: SandboxContext, payment: Payment) {
  return paymentIntentObject(
    payment,
    ({ id, clientSecret }) =>
      `${context.publicUrl}/authenticate/${id}?${new URLSearchParams({ client_secret: clientSecret })}`,
  );
}

/** Writes the event of a step and queues it for delivery. Part of the write that made the step. */
export function emit(
  context: SandboxContext,
  { payment, event }: Step,
  request: { readonly id: string | null; readonly idempotencyKey: string | null },
): void {
  const now = context.now();
  const object = event === "charge.refunded" ? chargeObject(payment) : showPayment(context, payment);
  const stored: StoredEvent = {
    id: context.newId("evt"),
    object: "event",
    api_version: apiVersion,
    created: Math.floor(now / 1000),
    type: event,
    livemode: false,
    pending_webhooks: context.delivers ? 1 : 0,
    request: { id: request.id, idempotency_key: request.idempotencyKey },
    data: { object },
  };
  context.ledger.addEvent(stored);
  if (context.delivers) {
    context.ledger.statement("insert into deliveries (event_id, due_ms) values (?, ?)").run(stored.id, now);
  }
}
