import type * as z from "zod";
import type { FaultAt, Operation } from "../faults/catalogue.ts";
import type { FaultRules } from "../faults/rules.ts";
import type { Ledger, StoredEvent } from "../payments/ledger.ts";
import type { EventType, Payment } from "../payments/payment.ts";
import type { StripeError } from "./errors.ts";
import type { Form } from "./form.ts";
import { apiVersion, paymentIntentObject, type Expansion } from "./objects.ts";
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
  /** How long after an event of this type its webhook is sent; `undefined` when nobody waits for it. */
  readonly webhookAfterMs: (type: EventType) => number | undefined;
  /** What goes wrong by order, whatever the card. */
  readonly faults: FaultRules;
  /** Ends early when the sandbox closes. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** The request on whose behalf an endpoint runs. */
export interface Call extends SandboxContext {
  readonly requestId: string;
  readonly idempotencyKey: string | null;
}

/** A request whose parameters have been read. */
export interface Prepared {
  /**
   * Answers with an object (200), or refuses: a thrown {@link StripeError} undoes what was written, a returned one keeps
   * it (a declined payment is on the books).
   */
  readonly work: (call: Call) => object;
  /** The fault that the card or the amount brings with it. */
  readonly fault: FaultAt<"request"> | undefined;
}

type PathParameters = Readonly<Record<string, string>>;

export interface Endpoint {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly operation: Operation;
  /** Which of the two keys may call it. */
  readonly key: "secret" | "publishable";
  /** @throws {StripeError} when the parameters cannot be read */
  readonly prepare: (context: SandboxContext, form: Form, path: PathParameters) => Prepared;
}

export function endpoint<Schema extends z.ZodType>(definition: {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly operation: Operation;
  readonly key?: Endpoint["key"];
  readonly params: Schema;
  readonly execute: (call: Call, params: z.output<Schema>, path: PathParameters) => object | StripeError;
  readonly faultOf?: (
    context: SandboxContext,
    params: z.output<Schema>,
    path: PathParameters,
  ) => Prepared["fault"];
}): Endpoint {
  const { key = "secret", params: schema, execute, faultOf, ...rest } = definition;
  return {
    ...rest,
    key,
    prepare(context, form, path) {
      const params = readParameters(schema, form);
      return {
        work: (call) => execute(call, params, path),
        fault: faultOf?.(context, params, path),
      };
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

export function showPayment(context: SandboxContext, payment: Payment, expand: readonly Expansion[] = []) {
  const challengeUrl = ({ id, clientSecret }: Payment) =>
    `${context.publicUrl}/authenticate/${id}?${new URLSearchParams({ client_secret: clientSecret })}`;
  return paymentIntentObject(payment, challengeUrl, expand);
}

/** An event that no request of the API caused, such as a cardholder's answer. */
export const noRequest = { requestId: null, idempotencyKey: null };

/** Writes an event and queues it for delivery. Part of the write that made what it tells of. */
export function emit(
  context: SandboxContext,
  type: EventType,
  object: object,
  request: Pick<Call, "idempotencyKey"> & { readonly requestId: string | null },
): void {
  const now = context.now();
  const afterMs = context.webhookAfterMs(type);
  const stored: StoredEvent = {
    id: context.newId("evt"),
    object: "event",
    api_version: apiVersion,
    created: Math.floor(now / 1000),
    type,
    livemode: false,
    pending_webhooks: afterMs === undefined ? 0 : 1,
    request: { id: request.requestId, idempotency_key: request.idempotencyKey },
    data: { object },
  };
  context.ledger.addEvent(stored);
  if (afterMs === undefined) return;
  const { lost, delayMs } = context.faults.event();
  if (!lost) context.ledger.queueDelivery(stored.id, now + afterMs + delayMs);
}
