import type { Ledger } from "./ledger.ts";
import type { PaymentStatus } from "./payment.ts";
import { givenBack, hasNotFailed, refundStatus, type Refund, type RefundStatus } from "./refund.ts";

/** One payment as a book-keeper sees it. Amounts are minor units, currencies upper case. */
export interface LedgerRow {
  readonly id: string;
  /** `metadata.order_id`. */
  readonly orderId: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly status: PaymentStatus;
  readonly capturedAmount: number;
  /** Without what refunds gave back that failed. */
  readonly refundedAmount: number;
  /** In the order in which they were made, the failed ones too. */
  readonly refunds: readonly (Pick<Refund, "id" | "amount" | "reason" | "metadata"> & {
    readonly status: RefundStatus;
  })[];
}

export interface LedgerGroup {
  readonly status: PaymentStatus;
  readonly currency: string;
  readonly payments: number;
  readonly amount: number;
  readonly capturedAmount: number;
  readonly refundedAmount: number;
}

export interface LedgerReport {
  readonly totals: {
    readonly payments: number;
    /** Payments whose money is held or taken: `requires_capture` and `succeeded`. */
    readonly authorized: number;
    /** Payments whose money is taken: `succeeded`. */
    readonly captures: number;
    /** What is held, plus what was taken; over all currencies (the groups tell them apart). */
    readonly amountMinor: number;
    /** Those that have not failed. */
    readonly refunds: number;
    readonly refundedMinor: number;
  };
  readonly groups: readonly LedgerGroup[];
  /** In the order in which they were made. */
  readonly payments: readonly LedgerRow[];
  /** Pass it as `after` for the next page; null on the last. */
  readonly next: number | null;
}

/** @param limit rows a page; 0 gives the totals alone */
export function ledgerReport(ledger: Ledger, after: number, limit: number): LedgerReport {
  const groups = ledger
    .statement(
      `with given_back as (
         select payment_id, sum(record ->> 'amount') as amount from refunds where ${hasNotFailed} group by payment_id
       )
       select status, upper(currency) as currency, count(*) as payments, sum(payments.amount) as amount,
       sum(captured) as capturedAmount, coalesce(sum(given_back.amount), 0) as refundedAmount
       from payments left join given_back on payment_id = payments.id
       group by status, currency order by status, currency`,
    )
    .all(ledger.now()) as unknown as LedgerGroup[];
  const rows = ledger
    .statement(
      `select seq, id, order_id as orderId, amount, upper(currency) as currency, status, captured as capturedAmount
       from payments where seq > ? order by seq limit ?`,
    )
    .all(after, limit + 1) as unknown as (StoredRow & { readonly seq: number })[];
  const page = rows.slice(0, limit);
  return {
    totals: totalsOf(groups, refundCount(ledger)),
    groups,
    payments: page.map(({ seq: _seq, ...row }) => withRefunds(ledger, row)),
    next: limit > 0 && rows.length > limit ? (page.at(-1)?.seq ?? null) : null,
  };
}

type StoredRow = Omit<LedgerRow, "refunds" | "refundedAmount">;

function withRefunds(ledger: Ledger, row: StoredRow): LedgerRow {
  const now = ledger.now();
  const refunds = ledger.refundsOf(row.id);
  const shown = refunds.map((refund) => {
    const { id, amount, reason, metadata } = refund;
    return { id, amount, reason, metadata, status: refundStatus(refund, now) };
  });
  return { ...row, refundedAmount: givenBack(refunds, now), refunds: shown };
}

function refundCount(ledger: Ledger): number {
  const query = ledger.statement(`select count(*) as refunds from refunds where ${hasNotFailed}`);
  return Number(query.get(ledger.now())?.["refunds"]);
}

function totalsOf(groups: readonly LedgerGroup[], refunds: number): LedgerReport["totals"] {
  const total = (of: (group: LedgerGroup) => number) => groups.reduce((sum, group) => sum + of(group), 0);
  const held = (group: LedgerGroup) => group.status === "requires_capture";
  const taken = (group: LedgerGroup) => group.status === "succeeded";
  return {
    payments: total((group) => group.payments),
    authorized: total((group) => (held(group) || taken(group) ? group.payments : 0)),
    captures: total((group) => (taken(group) ? group.payments : 0)),
    amountMinor: total((group) => (held(group) ? group.amount : group.capturedAmount)),
    refunds,
    refundedMinor: total((group) => group.refundedAmount),
  };
}
