import * as z from "zod";
import { behaviourOf, behaviours, faultOf } from "../cards/behaviours.ts";
import { testCardByToken } from "../cards/test-cards.ts";
import * as steps from "../payments/payment.ts";
import type { Payment, PaymentMethod, Step } from "../payments/payment.ts";
import { emit, endpoint, listObject, showPayment, type Call, type SandboxContext } from "./endpoint.ts";
import { invalidRequest, resourceMissing, StripeError } from "./errors.ts";
import type { Expansion } from "./objects.ts";
import * as parameters from "./parameters.ts";

const currencies = new Set(Intl.supportedValuesOf("currency").map((code) => code.toLowerCase()));

const url = z.url({ protocol: /^https?$/ });

const createParameters = z.strictObject({
  amount: parameters.amount,
  currency: z
    .string()
    .toLowerCase()
    .refine((code) => currencies.has(code), "not an ISO 4217 code"),
  payment_method: z.string().optional(),
  confirm: parameters.boolean.default(false),
  capture_method: z.enum(["automatic", "automatic_async", "manual"]).default("automatic_async"),
  confirmation_method: z.literal("automatic").optional(),
  return_url: url.optional(),
  description: z.string().max(1000).optional(),
  metadata: parameters.metadata.default({}),
  allowed_payment_method_types: parameters.list(z.literal("card")).optional(),
  automatic_payment_methods: z
    .strictObject({
      enabled: parameters.boolean,
      allow_redirects: z.enum(["always", "never"]).default("always"),
    })
    .optional(),
  expand: parameters.expand,
});

const create = endpoint({
  method: "POST",
  path: "/v1/payment_intents",
  operation: "create",
  params: createParameters,
  faultOf: (context, { amount, payment_method: token, confirm: confirms }) =>
    confirms && token !== undefined ? chargeFault(context, amount, token) : undefined,
  execute(call, params) {
    const id = call.newId("pi");
    const payment: Payment = {
      id,
      clientSecret: `${id}_secret_${call.newId("s").slice(2)}`,
      created: seconds(call),
      amount: params.amount,
      currency: params.currency,
      captureMethod: params.capture_method === "manual" ? "manual" : "automatic",
      status: params.payment_method ? "requires_confirmation" : "requires_payment_method",
      methodId: null,
      returnUrl: params.return_url ?? null,
      description: params.description ?? null,
      metadata: params.metadata,
      chargeId: null,
      captured: 0,
      refunded: 0,
      failure: null,
      canceledAt: null,
      cancellationReason: null,
    };
    const method = params.payment_method ? resolveMethod(call, params.payment_method) : undefined;
    const created = { ...payment, methodId: method?.id ?? null };
    call.ledger.addPayment(created);
    return params.confirm
      ? confirmWith(call, "create", created, method, params.expand)
      : showPayment(call, created, params.expand);
  },
});

const confirm = endpoint({
  method: "POST",
  path: "/v1/payment_intents/:id/confirm",
  operation: "confirm",
  params: z.strictObject({
    payment_method: z.string().optional(),
    return_url: url.optional(),
    expand: parameters.expand,
  }),
  faultOf(context, params, { id = "" }) {
    const payment = context.ledger.payment(id);
    const token = params.payment_method ?? payment?.methodId;
    return payment && token ? chargeFault(context, payment.amount, token) : undefined;
  },
  execute(call, params, { id = "" }) {
    const found = findPayment(call, id);
    const payment = { ...found, returnUrl: params.return_url ?? found.returnUrl };
    const method = params.payment_method
      ? resolveMethod(call, params.payment_method)
      : payment.methodId === null
        ? undefined
        : call.ledger.paymentMethod(payment.methodId);
    return confirmWith(call, "confirm", payment, method, params.expand);
  },
});

const capture = endpoint({
  method: "POST",
  path: "/v1/payment_intents/:id/capture",
  operation: "capture",
  params: z.strictObject({
    amount_to_capture: parameters.amount.optional(),
    expand: parameters.expand,
  }),
  execute: (call, { amount_to_capture: amount, expand }, { id = "" }) =>
    take(call, findPayment(call, id), (payment) => steps.capture(payment, amount), expand),
});

const cancel = endpoint({
  method: "POST",
  path: "/v1/payment_intents/:id/cancel",
  operation: "cancel",
  params: z.strictObject({
    cancellation_reason: z.enum(["abandoned", "duplicate", "fraudulent", "requested_by_customer"]).optional(),
    expand: parameters.expand,
  }),
  execute: (call, { cancellation_reason: reason = null, expand }, { id = "" }) =>
    take(call, findPayment(call, id), (payment) => steps.cancel(payment, reason, seconds(call)), expand),
});

const search = endpoint({
  method: "GET",
  path: "/v1/payment_intents/search",
  operation: "read",
  params: z.strictObject({
    // Of Stripe's query language, the one question that is asked here.
    query: z.string().regex(/^metadata\[(["'])order_id\1\]:(["'])[\w-]+\2$/, "only metadata['order_id']:'…'"),
    limit: parameters.listParameters.limit,
    expand: parameters.expandEach,
  }),
  execute(call, params) {
    const orderId = /([\w-]+)["']$/.exec(params.query)?.[1] ?? "";
    const query = {
      limit: params.limit,
      startingAfter: undefined,
      created: {},
      where: { order_id: orderId },
    };
    const page = call.ledger.list("payments", query);
    return {
      ...listObject("/v1/payment_intents/search", page, (each) => showPayment(call, each, params.expand)),
      object: "search_result",
      next_page: null,
    };
  },
});

const retrieve = endpoint({
  method: "GET",
  path: "/v1/payment_intents/:id",
  operation: "read",
  params: z.strictObject({ expand: parameters.expand }),
  execute: (call, { expand }, { id = "" }) => showPayment(call, findPayment(call, id), expand),
});

const list = endpoint({
  method: "GET",
  path: "/v1/payment_intents",
  operation: "read",
  params: z.strictObject({ ...parameters.listParameters, expand: parameters.expandEach }),
  execute(call, params) {
    const page = call.ledger.list("payments", parameters.listQuery(params));
    return listObject("/v1/payment_intents", page, (each) => showPayment(call, each, params.expand));
  },
});

/** In the order in which their addresses are tried: `search` is no id. */
export const paymentIntentEndpoints = [create, list, search, retrieve, confirm, capture, cancel];

/** The card of a token. Stripe's test tokens make a new card each time they are used. */
function resolveMethod(call: Call, token: string): PaymentMethod {
  const testCard = testCardByToken(token);
  if (!testCard) {
    const found = call.ledger.paymentMethod(token);
    if (!found) throw resourceMissing("PaymentMethod", token, "payment_method");
    return found;
  }
  const method: PaymentMethod = {
    id: call.newId("pm"),
    brand: testCard.brand,
    last4: testCard.number.slice(-4),
    expMonth: 12,
    expYear: new Date(call.now()).getUTCFullYear() + 1,
    behaviour: testCard.behaviour,
    created: seconds(call),
    used: false,
  };
  call.ledger.savePaymentMethod(method);
  return method;
}

/** The fault that comes with charging so much to a card, by its token. */
function chargeFault(context: SandboxContext, amount: number, token: string) {
  const card = testCardByToken(token)?.behaviour ?? context.ledger.paymentMethod(token)?.behaviour;
  return card && faultOf(behaviourOf(amount, card));
}

/** What the bank was told to do, whatever the card; nothing unless a rule strikes. */
function orderedBehaviour(call: Call, operation: "create" | "confirm") {
  const strike = call.faults.charge(operation);
  if (!strike) return undefined;
  return behaviours[strike.name === "decline" ? strike.decline : "challenge"];
}

function confirmWith(
  call: Call,
  operation: "create" | "confirm",
  payment: Payment,
  method: PaymentMethod | undefined,
  expand: readonly Expansion[],
): object | StripeError {
  if (!method) {
    throw invalidRequest("You cannot confirm this PaymentIntent because it's missing a payment method.", {
      code: "parameter_missing",
      param: "payment_method",
    });
  }
  const chargeId = call.newId("ch");
  const behaviour = orderedBehaviour(call, operation);
  const shown = take(call, payment, () => steps.confirm(payment, method, chargeId, behaviour), expand);
  const after = findPayment(call, payment.id);
  if (after.status === "requires_capture" || after.status === "succeeded") {
    call.ledger.savePaymentMethod({ ...method, used: true });
  }
  return after.failure ? steps.declined(after.failure, after.chargeId, shown) : shown;
}

/** Takes one step with a payment, writes it down with its event, and shows the payment after it. */
function take(
  call: Call,
  payment: Payment,
  step: (payment: Payment) => Step,
  expand: readonly Expansion[],
): object {
  try {
    const taken = step(payment);
    call.ledger.updatePayment(taken.payment);
    emit(call, taken.event, showPayment(call, taken.payment), call);
    return showPayment(call, taken.payment, expand);
  } catch (error) {
    if (!(error instanceof StripeError) || error.body.code !== "payment_intent_unexpected_state") throw error;
    throw new StripeError(error.status, { ...error.body, payment_intent: showPayment(call, payment) });
  }
}

function findPayment(call: Call, id: string): Payment {
  const payment = call.ledger.payment(id);
  if (!payment) throw resourceMissing("payment_intent", id);
  return payment;
}

function seconds(call: Call): number {
  return Math.floor(call.now() / 1000);
}
