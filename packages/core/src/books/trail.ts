import type { LedgerPayment, MadePayment, PaymentLedger } from "../payment/ledger.ts";
import type { Clock } from "../ports.ts";

/** A payment is made within moments of its order; what was made later than this is asked for by its id. */
const nearMs = 5_000;
/** What was made this long ago is listed whole. */
const listedMs = 2_000;

/** The payments around the stretch of time that is audited, each listed once as it goes along. */
export interface PaymentTrail {
  /** Lists on, to a little after `to`. */
  upTo(to: number): Promise<void>;
  /** Payments made in [from, to). */
  madeIn(from: number, to: number): MadePayment[];
  /** All that were listed for an order. */
  of(orderId: string): readonly LedgerPayment[];
  /** Lets go of what was made long before. */
  forget(before: number): void;
}

/**
 * The provider lists payments by the time at which they were made, a hundred a request: per order that is a hundredth of
 * what it costs to ask for each by its id, and it shows what no order knows of. Orders and payments are two lists by nearly
 * the same time, so that both are read side by side and only what lies next to one another is kept.
 *
 * @param from where the audit goes on; milliseconds since the epoch, as everywhere here
 */
export function paymentTrail(ledger: PaymentLedger, clock: Clock, from: number): PaymentTrail {
  let payments: MadePayment[] = [];
  let byOrder = new Map<string | null, MadePayment[]>();
  let listed = from - nearMs;
  const keep = (kept: MadePayment[]) => {
    payments = kept;
    byOrder = Map.groupBy(kept, ({ orderId }) => orderId);
  };
  return {
    async upTo(to) {
      const settled = Math.floor((clock.now() - listedMs) / 1_000) * 1_000;
      const until = Math.max(to, Math.min(to + nearMs, settled));
      if (until <= listed) return;
      const more: MadePayment[] = [];
      for await (const payment of ledger.made(listed, until)) more.push(payment);
      keep([...payments, ...more]);
      listed = until;
    },
    madeIn: (from, to) => payments.filter(({ madeAt }) => madeAt >= from && madeAt < to),
    of: (orderId) => byOrder.get(orderId) ?? [],
    forget: (before) => keep(payments.filter(({ madeAt }) => madeAt >= before - nearMs)),
  };
}
