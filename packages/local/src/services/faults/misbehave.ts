import * as errors from "./store-errors.ts";
import type { StoreError } from "./store-errors.ts";
import type { StoreStrike } from "./store-faults.ts";
import { isSingleWrite, isTransaction, type StoreRequest } from "./store-request.ts";

/** No answer: the connection stays open until the caller gives up, or is cut at once. */
export type Unanswered = "silence" | "hang up";

/** Answers a request that a fault strikes. @param act has the store do what was asked */
export async function misbehave<Answer>(
  strike: StoreStrike,
  request: StoreRequest,
  act: () => Promise<Answer>,
): Promise<StoreError | Unanswered> {
  switch (strike.name) {
    case "conflict":
      return isSingleWrite(request)
        ? errors.transactionConflict()
        : errors.transactionCancelled(oneReason(strike, request, "TransactionConflict"));
    case "throughputExceeded":
      return isTransaction(request)
        ? errors.transactionCancelled(oneReason(strike, request, "ProvisionedThroughputExceeded"))
        : errors.throughputExceeded();
    case "throttling":
      return errors.throttled();
    case "errorBefore":
      return errors.internalError();
    case "errorAfter":
      await act();
      return errors.internalError();
    case "timeoutBefore":
      return "silence";
    case "timeoutAfter":
      await act();
      return "silence";
    case "cutBefore":
      return "hang up";
    case "cutAfter":
      await act();
      return "hang up";
  }
}

/** One item of a transaction is to blame, of the rule's table where it names one. */
function oneReason({ table, random }: StoreStrike, { items }: StoreRequest, code: errors.CancellationCode) {
  const suspects = items.flatMap((item, index) =>
    table === undefined || item.table === table ? [index] : [],
  );
  const guilty = suspects[Math.floor(random() * suspects.length)];
  return items.map((_, index) => (index === guilty ? code : undefined));
}
