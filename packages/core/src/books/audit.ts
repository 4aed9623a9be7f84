import type { LiveReader } from "../metrics/liveStore.ts";
import { minuteMs, minuteOf } from "../metrics/window.ts";
import type { OrderJournal } from "../order/store.ts";
import { PaymentRefused, PaymentUnknown } from "../payment/provider.ts";
import { isoTime, type Log } from "../ports.ts";
import { emptyBooks, isFull, mismatchesIn, type Books, type BooksStore, type Mismatch } from "./books.ts";
import { look, type CaseDeps } from "./cases.ts";
import { stillDiffering, withOrder } from "./minutes.ts";
import { judgeStock, takeStock, type Stocktake, type StocktakeDeps } from "./stocktake.ts";
import { auditStretch } from "./stretch.ts";
import { paymentTrail, type PaymentTrail } from "./trail.ts";

export interface AuditDeps extends CaseDeps, StocktakeDeps {
  readonly books: BooksStore;
  readonly journal: OrderJournal;
  readonly live: LiveReader;
  readonly log: Log;
}

export interface AuditLimits {
  /** After this, no further stretch is begun. Shorter than `restMs`. */
  readonly runMs: number;
  /**
   * How long after something happened it is audited: an order has come to rest by then, as a rule, and every index, list
   * and reader knows of it. No less than two minutes: an order may be written a minute after the time that it bears.
   */
  readonly restMs: number;
  /** About how many orders are read at once. */
  readonly orders: number;
}

/** Why a run ended. */
export type Ended =
  /** All that has come to rest is audited. */
  | "caught up"
  | "out of time"
  /** So much does not agree, or is open, that it waits until some of that is settled. */
  | "full"
  /** The provider did not answer. */
  | "no answer"
  /** Another run wrote the books. */
  | "overtaken";

export interface AuditReport {
  readonly ended: Ended;
  /** What does not agree now, what people have explained left out. */
  readonly mismatches: readonly Mismatch[];
  /** Of these, what the run before did not know. */
  readonly found: readonly Mismatch[];
  /** Up to when the books are audited. */
  readonly through: string | undefined;
  /** How long ago that was; 0 until the first orders are old enough. */
  readonly behindMs: number;
  /** Orders that are not at rest yet, and SKUs that were too busy to be proved. */
  readonly open: number;
  readonly busySkus: number;
}

/**
 * Audits the books of a shop that goes on selling, as far as they have come to rest, in stretches of bounded work: each is
 * written down under the version of the books, and the next run goes on there.
 *
 *   count all stock ── wait until what happened before is at rest ── audit orders, payments, refunds and live numbers up
 *   to that moment, stretch by stretch ── hold the count against what the orders held then ── count again …
 *
 * Two runs at once do the same work, and one of them is told so by its first write.
 */
export async function audit(deps: AuditDeps, limits: AuditLimits): Promise<AuditReport> {
  const { clock, books: store } = deps;
  const deadline = clock.now() + limits.runMs;
  const loaded = (await store.load()) ?? emptyBooks(clock.now());
  const known = new Set(mismatchesIn(loaded, clock.now()).map(identity));
  let books = loaded;
  let trail: PaymentTrail | undefined;
  let ended: Ended | undefined;
  const save = async (next: Books) => {
    const saved = { ...next, version: books.version + 1, lookedAt: isoTime(clock.now()) };
    if (await store.save(saved)) books = saved;
    else ended = "overtaken";
  };
  try {
    await save(await lookAgain(deps, books));
    while (!ended) {
      const { stocktake, through } = books;
      if (!stocktake) await save({ ...books, stocktake: await takeStock(deps, Object.keys(books.held)) });
      else if (Date.parse(stocktake.at) + limits.restMs > clock.now()) ended = "caught up";
      else if (isFull(books, clock.now())) ended = "full";
      else if (clock.now() >= deadline) ended = "out of time";
      else if (through === undefined) await save({ ...books, through: await beginning(deps, stocktake) });
      else {
        trail ??= paymentTrail(deps.ledger, clock, Date.parse(through));
        await save(closed(await auditStretch(deps, { ...books, through, stocktake }, trail, limits)));
      }
    }
  } catch (error) {
    if (!(error instanceof PaymentUnknown || error instanceof PaymentRefused)) throw error;
    deps.log.warn("the payment provider did not answer", { error: error.name });
    ended = "no answer";
  }
  return report(deps, books, known, ended);
}

/** The minute before the first order: payments of an account that was used before are none of ours. */
async function beginning({ journal }: AuditDeps, { at }: Stocktake): Promise<string> {
  const first = await journal.first();
  const earliest = Math.min(Date.parse(first ?? at), Date.parse(at));
  return isoTime(minuteOf(earliest) - minuteMs);
}

/** What did not agree or was not at rest, as it is now. */
async function lookAgain(deps: AuditDeps, books: Books): Promise<Books> {
  let { minutes } = books;
  const cases: Books["cases"] = [];
  for (const each of books.cases) {
    const { case: still, order } = await look(deps, each);
    if (each.undecided && order && order.status !== "pending") minutes = withOrder(minutes, order);
    if (still) cases.push(still);
  }
  return { ...books, cases, minutes, late: await stillDiffering(deps.live, books.late) };
}

/** Judges the stock once the orders are audited up to the moment of the stocktake, which then has done its work. */
function closed(books: Books): Books {
  const { stocktake, ...rest } = books;
  if (stocktake?.at !== books.through || !stocktake) return books;
  const stock: Books["stock"] = {};
  for (const sku of stocktake.busy) stock[sku] = books.stock[sku] ?? { since: stocktake.at };
  for (const [sku, count] of Object.entries(stocktake.counts)) {
    const { what, isOpen, isExact } = judgeStock(count, books.held[sku] ?? 0);
    const before = books.stock[sku];
    if (before?.what !== undefined && !isExact) stock[sku] = before;
    else if (what !== undefined) stock[sku] = before?.what === what ? before : { since: stocktake.at, what };
    else if (isOpen) stock[sku] = before ?? { since: stocktake.at };
  }
  return { ...rest, stock };
}

const identity = ({ key, what }: Mismatch) => `${key} ${what}`;

async function report(
  { books: store, clock }: AuditDeps,
  books: Books,
  known: ReadonlySet<string>,
  ended: Ended = "caught up",
): Promise<AuditReport> {
  const explained = await store.explanations();
  const mismatches = mismatchesIn(books, clock.now()).filter(
    ({ key, what }) => explained.get(key)?.what !== what,
  );
  return {
    ended,
    mismatches,
    found: mismatches.filter((each) => !known.has(identity(each))),
    through: books.through,
    behindMs: books.through === undefined ? 0 : clock.now() - Date.parse(books.through),
    open: books.cases.filter(({ what }) => what === undefined).length,
    busySkus: Object.values(books.stock).filter(({ what }) => what === undefined).length,
  };
}
