import * as z from "zod";
import { isoTime } from "../ports.ts";
import { tallySchema } from "../metrics/tally.ts";
import { describeTotals, differenceSchema, liveLagMs, minuteTotalsSchema } from "./minutes.ts";
import { stocktakeSchema } from "./stocktake.ts";

/**
 * An order, or a payment of none, that is looked at again in every run: because it was not at rest, or because something
 * about it does not agree.
 */
export const caseSchema = z.object({
  /** Null for payments that belong to no order. */
  orderId: z.string().nullable(),
  /** Every payment that was seen for it. */
  paymentIds: z.array(z.string()),
  /** It was not decided when it was counted: should it be confirmed, its minute must still learn of it. */
  undecided: z.boolean(),
  /** When this was first seen, or changed. */
  since: z.iso.datetime(),
  /** What does not agree; absent while it is not at rest. */
  what: z.string().optional(),
});
export type Case = z.infer<typeof caseSchema>;

/** By which a case is known again. */
export const keyOfCase = ({ orderId, paymentIds }: Pick<Case, "orderId" | "paymentIds">): string =>
  orderId ?? paymentIds[0] ?? "";

/** A SKU whose stock does not agree, or which was too busy to be proved. */
export const stockCaseSchema = z.object({ since: z.iso.datetime(), what: z.string().optional() });
export type StockCase = z.infer<typeof stockCaseSchema>;

/** How far the books are audited, and what does not agree. Written whole, under its version. */
export const booksSchema = z.object({
  /** Raised by one with every write; 0 was never written. */
  version: z.int().min(0),
  lookedAt: z.iso.datetime(),
  /** Everything that happened before this moment (a whole second) is audited; absent before the first order. */
  through: z.iso.datetime().optional(),
  /** The stock as it lay a while ago: held against the orders once they have come to rest. */
  stocktake: stocktakeSchema.optional(),
  /** Units by SKU that orders held at `through`. */
  held: tallySchema,
  /** What orders say of the minutes that are not complete yet, by the minute's beginning. */
  minutes: z.record(z.string(), minuteTotalsSchema),
  /** Complete minutes with which the live numbers do not agree. */
  late: z.record(z.string(), differenceSchema),
  cases: z.array(caseSchema),
  /** By SKU. */
  stock: z.record(z.string(), stockCaseSchema),
});
export type Books = z.infer<typeof booksSchema>;

/** Where the books are kept. */
export interface BooksStore {
  load(): Promise<Books | undefined>;
  /** Writes the books if those stored still are the version before. `false`: another run wrote first. */
  save(books: Books): Promise<boolean>;
  /** What people have explained, by the mismatch's key. */
  explanations(): Promise<ReadonlyMap<string, Explanation>>;
  explain(key: string, explanation: Explanation): Promise<void>;
}

/** Why something may stand in the books although it does not agree; for exactly what it said then. */
export const explanationSchema = z.object({
  what: z.string(),
  reason: z.string(),
  actor: z.string(),
  at: z.iso.datetime(),
});
export type Explanation = z.infer<typeof explanationSchema>;

export function emptyBooks(now: number): Books {
  return {
    version: 0,
    lookedAt: isoTime(now),
    held: {},
    minutes: {},
    late: {},
    cases: [],
    stock: {},
  };
}

/** Something that does not agree, as people see it. */
export interface Mismatch {
  /** Of what kind, and which one: the same as long as it stands. */
  readonly key: string;
  readonly about: "order" | "payment" | "stock" | "live";
  /** An order id, a payment id, a SKU, or the first minute. */
  readonly id: string;
  readonly what: string;
  readonly since: string;
}

/** Everything that does not agree. Pure. @param now milliseconds since the epoch */
export function mismatchesIn(books: Books, now: number): Mismatch[] {
  const ofCases = books.cases.flatMap(({ orderId, paymentIds, what, since }) =>
    what === undefined
      ? []
      : [mismatch(orderId === null ? "payment" : "order", keyOfCase({ orderId, paymentIds }), what, since)],
  );
  const ofStock = Object.entries(books.stock).flatMap(([sku, { what, since }]) =>
    what === undefined ? [] : [mismatch("stock", sku, what, since)],
  );
  return [...ofCases, ...ofStock, ...lateMinutes(books, now)];
}

/** One mismatch for all minutes: a reader that stands still leaves one after another behind. */
function lateMinutes({ late }: Books, now: number): Mismatch[] {
  const [first, ...more] = Object.entries(late)
    .filter(([minute]) => Date.parse(minute) + liveLagMs < now)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (!first) return [];
  const [minute, { orders, live }] = first;
  const said = `live numbers: ${describeTotals(live)}; orders table: ${describeTotals(orders)}`;
  const what = more.length === 0 ? said : `${said}; and ${more.length} more minutes`;
  return [mismatch("live", minute, what, minute)];
}

const mismatch = (about: Mismatch["about"], id: string, what: string, since: string): Mismatch => ({
  key: `${about}#${id}`,
  about,
  id,
  what,
  since,
});

/** More than this tells nobody anything new, and the audit waits until some of it is settled. */
const full = { mismatches: 50, cases: 200, minutes: 1_500 };

/** Whether so much is open or does not agree that it makes no sense to go on. */
export function isFull(books: Books, now: number): boolean {
  return (
    mismatchesIn(books, now).length >= full.mismatches ||
    books.cases.length >= full.cases ||
    Object.keys(books.late).length >= full.minutes
  );
}
