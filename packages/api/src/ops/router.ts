import { apiBuilder } from "../trpc.ts";
import { booksRouter, type BooksDeps } from "./books.ts";
import { deadLettersRouter, type DeadLettersDeps } from "./deadLetters.ts";
import { liveRouter, type LiveDeps } from "./live.ts";
import { ordersRouter, type OrdersDeps } from "./orders.ts";
import { privacyRouter, type PrivacyDeps } from "./privacy.ts";
import { stockRouter, type StockDeps } from "./stock.ts";

/** Everything the console's procedures work with. */
export interface OpsDeps {
  readonly orders: OrdersDeps;
  readonly privacy: PrivacyDeps;
  readonly stock: StockDeps;
  readonly live: LiveDeps;
  readonly books: BooksDeps;
  readonly deadLetters: DeadLettersDeps;
}

const { router } = apiBuilder<OpsDeps>();

/** `/ops/trpc`: staff only, behind the authoriser and by role. */
export const opsRouter = router({
  ops: router({
    live: liveRouter,
    orders: ordersRouter,
    privacy: privacyRouter,
    stock: stockRouter,
    books: booksRouter,
    deadLetters: deadLettersRouter,
  }),
});

export type OpsRouter = typeof opsRouter;
