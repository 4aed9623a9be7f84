import { add, tally } from "../metrics/tally.ts";
import { minuteOf } from "../metrics/window.ts";
import type { Order } from "../order/order.ts";
import type { LedgerPayment } from "../payment/ledger.ts";
import { isoTime } from "../ports.ts";
import type { AuditDeps, AuditLimits } from "./audit.ts";
import { isFull, keyOfCase, type Books, type Case } from "./books.ts";
import { judge, type Subject } from "./cases.ts";
import { differingMinutes, withOrder } from "./minutes.ts";
import { givenBy, takenBy, withMovements, type Stocktake } from "./stocktake.ts";
import type { PaymentTrail } from "./trail.ts";

/** A stretch is at most this long: a shop in which nothing happens has many minutes too. */
const longestMs = 6 * 60 * 60_000;
/** Questions of the provider at once. It answers 25 a second in test mode, 100 in live mode (Stripe, "Rate limits"). */
const atOnce = 4;

/** What happened in a stretch of time, read from everywhere. Milliseconds since the epoch, [from, to). */
interface Happened {
  readonly from: number;
  readonly to: number;
  readonly placed: readonly Order[];
  readonly released: readonly Order[];
  /** Every order that was placed or of which something was paid or given back, with all its payments that are near. */
  readonly subjects: readonly Subject[];
}

/**
 * Audits the next stretch of time, no further than the stocktake, and as much of it as fits into memory: what was placed in
 * it, what gave units back, what was paid and refunded. Each belongs to one stretch by a time of its own that never
 * changes, so that everything is audited once, however the stretches fall.
 *
 * @returns the books after it; with the former `through` when so much does not agree that it was broken off
 */
export async function auditStretch(
  deps: AuditDeps,
  books: Books & { readonly through: string; readonly stocktake: Stocktake },
  trail: PaymentTrail,
  limits: AuditLimits,
): Promise<Books> {
  const { from, to, placed, released, subjects } = await read(deps, books, trail, limits.orders);
  const cases = await judgeAll(deps, books, subjects);
  const judged = { ...books, cases };
  if (isFull(judged, deps.clock.now())) return judged;
  let minutes: Books["minutes"] = books.minutes;
  for (const order of placed) minutes = withOrder(minutes, order);
  const differing = await differingMinutes(deps.live, minuteOf(from), minuteOf(to), minutes);
  const movements = [...placed.flatMap(takenBy), ...released.flatMap(givenBy)];
  const held = tally(books.held);
  for (const { sku, units } of movements) add(held, sku, units);
  trail.forget(to);
  return {
    ...judged,
    through: isoTime(to),
    held,
    stocktake: withMovements(books.stocktake, movements),
    minutes: Object.fromEntries(
      Object.entries(minutes).filter(([minute]) => Date.parse(minute) >= minuteOf(to)),
    ),
    late: { ...books.late, ...differing },
  };
}

async function read(
  { journal, ledger }: AuditDeps,
  { through, stocktake }: { readonly through: string; readonly stocktake: Stocktake },
  trail: PaymentTrail,
  limit: number,
): Promise<Happened> {
  const from = Date.parse(through);
  const goal = isoTime(Math.min(Date.parse(stocktake.at), from + longestMs));
  const [placed, released] = await Promise.all([
    journal.placed(through, goal, limit),
    journal.released(through, goal, limit),
  ]);
  const end = placed.to < released.to ? placed.to : released.to;
  const to = Date.parse(end);
  await trail.upTo(to);
  const touched: LedgerPayment[] = trail.madeIn(from, to);
  for await (const payment of ledger.refunded(from, to)) touched.push(payment);

  const idsIn = ({ moments }: typeof placed) =>
    moments.filter(({ at }) => at < end).map(({ orderId }) => orderId);
  const [placedIds, releasedIds] = [idsIn(placed), idsIn(released)];
  const paid = Map.groupBy(touched, ({ orderId }) => orderId);
  const paidIds = [...paid.keys()].filter((id) => id !== null);
  const rows = await journal.rows([...new Set([...placedIds, ...releasedIds, ...paidIds])]);
  const rowOf = (id: string) => {
    const row = rows.get(id);
    if (!row) throw new Error(`order ${id} is in an index and was not found`);
    return row;
  };
  const near = (id: string) => uniquePayments([...trail.of(id), ...(paid.get(id) ?? [])]);
  const isPlaced = new Set(placedIds);
  const others = paidIds.filter((id) => !isPlaced.has(id));
  return {
    from,
    to,
    placed: placedIds.map(rowOf),
    released: releasedIds.map(rowOf),
    subjects: [
      ...placedIds.map((id) => ({ order: rowOf(id), payments: near(id), isPlaced: true })),
      ...others.map((id) => ({ order: rows.get(id), payments: near(id), isPlaced: false })),
      ...(paid.get(null) ?? []).map((each) => ({ order: undefined, payments: [each], isPlaced: false })),
    ],
  };
}

/** Each payment once, as it was read last. */
function uniquePayments(payments: readonly LedgerPayment[]): LedgerPayment[] {
  return [...new Map(payments.map((payment) => [payment.id, payment])).values()];
}

/** The cases of the books with what the subjects add to them; breaks off when the books are full. */
async function judgeAll(deps: AuditDeps, books: Books, subjects: readonly Subject[]): Promise<Case[]> {
  const cases = new Map(books.cases.map((each) => [keyOfCase(each), each]));
  const waiting = subjects.values();
  const worker = async () => {
    for (const subject of waiting) {
      const found = await judge(deps, subject);
      if (!found) continue;
      cases.set(keyOfCase(found), joined(cases.get(keyOfCase(found)), found));
      if (isFull({ ...books, cases: [...cases.values()] }, deps.clock.now())) return;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return [...cases.values()];
}

/** An order may be met twice: by the time it was placed, and by the time of a payment or a refund. */
function joined(known: Case | undefined, found: Case): Case {
  if (!known) return found;
  return {
    ...found,
    paymentIds: [...new Set([...known.paymentIds, ...found.paymentIds])],
    undecided: known.undecided || found.undecided,
    since: known.what === found.what ? known.since : found.since,
  };
}
