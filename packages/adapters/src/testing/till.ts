import type { PaymentProvider, ProviderPayment } from "@doorbuster/core/payment/provider";
import { PaymentUnknown } from "@doorbuster/core/payment/provider";
import type { Money } from "@doorbuster/core/money/money";

interface Payment {
  readonly paymentId: string;
  readonly orderId: string;
  readonly amount: Money;
  state: TillState;
}
type TillState = "requires_action" | "authorized" | "captured" | "voided" | "refunded" | "failed";

/** A payment provider in memory that always says yes, once per key, unless told otherwise, and remembers everything. */
export function openTill() {
  const payments: Payment[] = [];
  const byKey = new Map<string, Payment>();
  let silent = false;

  const answer = ({ paymentId, orderId, amount, state }: Payment): ProviderPayment => {
    switch (state) {
      case "requires_action":
        return { paymentId, orderId, amount, state, redirectUrl: `https://bank.example/${paymentId}` };
      case "failed":
        return { paymentId, orderId, amount, state, declineCode: "insufficient_funds" };
      default:
        return { paymentId, orderId, amount, state };
    }
  };
  const find = (paymentId: string): Payment => {
    const payment = payments.find((each) => each.paymentId === paymentId);
    if (!payment) throw new Error(`no payment ${paymentId}`);
    return payment;
  };
  const requireAnswer = () => {
    if (silent) throw new PaymentUnknown("the till does not answer");
  };

  const provider: PaymentProvider = {
    async authorize({ orderId, amount, idempotencyKey }) {
      requireAnswer();
      const known = byKey.get(idempotencyKey);
      if (known) return answer(known);
      const payment: Payment = { paymentId: `pi_${payments.length}`, orderId, amount, state: "authorized" };
      payments.push(payment);
      byKey.set(idempotencyKey, payment);
      return answer(payment);
    },
    async capture(paymentId) {
      requireAnswer();
      const payment = find(paymentId);
      if (payment.state === "authorized") payment.state = "captured";
      return answer(payment);
    },
    async void(paymentId) {
      requireAnswer();
      const payment = find(paymentId);
      if (payment.state === "authorized") payment.state = "voided";
      return answer(payment);
    },
    async refund({ paymentId }) {
      requireAnswer();
      find(paymentId).state = "refunded";
      return { state: "done", refundId: `re_${paymentId}` };
    },
    async get(paymentId) {
      requireAnswer();
      return answer(find(paymentId));
    },
    async find(orderId) {
      requireAnswer();
      const payment = payments.find((each) => each.orderId === orderId);
      return payment && answer(payment);
    },
  };

  return {
    provider,
    /** What became of the money of one order. */
    statesOf: (orderId: string) =>
      payments.filter((each) => each.orderId === orderId).map(({ state }) => state),
    /** What the bank, or somebody at the provider, makes of a payment. */
    becomes: (paymentId: string, state: TillState) => (find(paymentId).state = state),
    /** From now on no call is answered, and none has an effect. */
    fallSilent: () => (silent = true),
    speak: () => (silent = false),
  };
}
