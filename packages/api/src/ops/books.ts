import * as z from "zod";
import { explain, viewBooks, type ViewDeps } from "@doorbuster/core/books/view";
import { apiBuilder } from "../trpc.ts";
import { staffName } from "./staffName.ts";

export type BooksDeps = ViewDeps;

const { router, staffProcedure } = apiBuilder<{ readonly books: BooksDeps }>();

export const booksRouter = router({
  /** How far the books are audited, and what does not agree; null before the first audit. */
  latest: staffProcedure("ops.books.latest").query(async ({ ctx }) => (await viewBooks(ctx.books)) ?? null),

  /** Lets a mismatch stand, for exactly what it says: who, why and when. `CONFLICT` when it says something else by now. */
  explain: staffProcedure("ops.books.explain")
    .input(
      z.object({
        key: z.string().min(1).max(200),
        what: z.string().min(1).max(2_000),
        reason: z.string().trim().min(3).max(200),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      await explain(ctx.books, { ...input, actor: staffName(ctx.caller) });
      return { key: input.key };
    }),
});
