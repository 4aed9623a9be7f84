import * as z from "zod";
import { behaviourOf, refundsBecome } from "../cards/behaviours.ts";
import { refund as refundStep, type Payment } from "../payments/payment.ts";
import { refundTakesMs, type Refund } from "../payments/refund.ts";
import { emit, endpoint, listObject, showPayment, type Call } from "./endpoint.ts";
import { resourceMissing } from "./errors.ts";
import { chargeObject, refundObject } from "./objects.ts";
import * as parameters from "./parameters.ts";

const create = endpoint({
  method: "POST",
  path: "/v1/refunds",
  operation: "refund",
  params: z.strictObject({
    payment_intent: z.string(),
    amount: parameters.amount.optional(),
    reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
    metadata: parameters.metadata.default({}),
  }),
  execute(call, params) {
    const payment = call.ledger.payment(params.payment_intent);
    if (!payment) throw resourceMissing("payment_intent", params.payment_intent, "payment_intent");
    const step = refundStep(payment, params.amount);
    const later = laterOf(call, payment);
    const refund: Refund = {
      id: call.newId("re"),
      paymentId: payment.id,
      chargeId: payment.chargeId ?? "",
      amount: step.payment.refunded - payment.refunded,
      currency: payment.currency,
      reason: params.reason ?? null,
      metadata: params.metadata,
      created: Math.floor(call.now() / 1000),
      ...(later && { later }),
    };
    call.ledger.addRefund(refund);
    const shown = refundObject(refund, call.now());
    emit(call, "refund.created", shown, call);
    emit(call, step.event, chargeObject(step.payment), call);
    return shown;
  },
});

const retrieve = endpoint({
  method: "GET",
  path: "/v1/refunds/:id",
  operation: "read",
  params: z.strictObject({}),
  execute(call, _params, { id = "" }) {
    const refund = call.ledger.refund(id);
    if (!refund) throw resourceMissing("refund", id);
    return refundObject(refund, call.now());
  },
});

const list = endpoint({
  method: "GET",
  path: "/v1/refunds",
  operation: "read",
  params: z.strictObject({
    ...parameters.listParameters,
    payment_intent: z.string().optional(),
    // The payment with its charge: the one thing that is asked for here.
    expand: parameters.expandable(["data.payment_intent.latest_charge"]),
  }),
  execute(call, params) {
    const page = call.ledger.list("refunds", {
      ...parameters.listQuery(params),
      ...(params.payment_intent ? { where: { payment_id: params.payment_intent } } : {}),
    });
    const show = (refund: Refund) => {
      const payment = params.expand.length > 0 ? call.ledger.payment(refund.paymentId) : undefined;
      const shown = payment && { payment_intent: showPayment(call, payment, ["latest_charge"]) };
      return { ...refundObject(refund, call.now()), ...shown };
    };
    return listObject("/v1/refunds", page, show);
  },
});

export const refundEndpoints = [create, retrieve, list];

/** What the payment's card makes of a refund after a while, if it is not made at once and for good. */
function laterOf({ ledger, now }: Call, { amount, methodId }: Payment): Refund["later"] {
  const method = methodId === null ? undefined : ledger.paymentMethod(methodId);
  const becomes = method && refundsBecome(behaviourOf(amount, method.behaviour));
  return becomes && { becomes, atMs: now() + refundTakesMs };
}
