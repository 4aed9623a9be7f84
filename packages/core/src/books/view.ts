import { AppError } from "../errors.ts";
import { isoTime, type Clock } from "../ports.ts";
import { isFull, mismatchesIn, type BooksStore, type Explanation, type Mismatch } from "./books.ts";

export interface ViewDeps {
  readonly books: BooksStore;
  readonly clock: Clock;
}

/** The books as people see them. */
export interface BooksView {
  readonly lookedAt: string;
  /** Up to when they are audited; absent until the first orders are old enough. */
  readonly through: string | undefined;
  /** What does not agree, the newest first; with the explanation, where somebody gave one for just this. */
  readonly mismatches: readonly (Mismatch & { readonly explained?: Explanation })[];
  /** Orders that are not at rest yet, and SKUs that were too busy to be proved. */
  readonly open: number;
  readonly busySkus: readonly string[];
  /** So much does not agree that the audit waits. */
  readonly isFull: boolean;
}

/** @returns nothing before the first audit */
export async function viewBooks({ books: store, clock }: ViewDeps): Promise<BooksView | undefined> {
  const [books, explanations] = await Promise.all([store.load(), store.explanations()]);
  if (!books) return undefined;
  const now = clock.now();
  const mismatches = mismatchesIn(books, now).map((mismatch) => {
    const explained = explanations.get(mismatch.key);
    return explained?.what === mismatch.what ? { ...mismatch, explained } : mismatch;
  });
  return {
    lookedAt: books.lookedAt,
    through: books.through,
    mismatches: mismatches.sort((a, b) => (a.since < b.since ? 1 : -1)),
    open: books.cases.filter(({ what }) => what === undefined).length,
    busySkus: Object.keys(books.stock).filter((sku) => books.stock[sku]?.what === undefined),
    isFull: isFull(books, now),
  };
}

/**
 * Lets a mismatch stand, on the record: for exactly what it says now. It is counted again as soon as it says something else.
 *
 * @throws AppError `CONFLICT` when it does not stand, or says something else by now
 */
export async function explain(
  deps: ViewDeps,
  { key, what, reason, actor }: Omit<Explanation, "at"> & { readonly key: string },
): Promise<void> {
  const view = await viewBooks(deps);
  const mismatch = view?.mismatches.find((each) => each.key === key);
  if (mismatch?.what !== what) {
    const sentence = mismatch ? "This has changed. Please look at it again." : "This agrees by now.";
    throw new AppError("CONFLICT", sentence, { details: { key } });
  }
  await deps.books.explain(key, { what, reason, actor, at: isoTime(deps.clock.now()) });
}
