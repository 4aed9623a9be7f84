import {
  TransactWriteItemsCommand,
  TransactionCanceledException,
  type CancellationReason,
  type DynamoDBClient,
  type TransactWriteItem,
} from "@aws-sdk/client-dynamodb";

/** How a transaction ended: whole, or not at all and why. `reasons[i]` belongs to `items[i]`. */
export type TransactOutcome =
  | { readonly kind: "written" }
  | { readonly kind: "refused"; readonly reasons: readonly CancellationReason[] }
  | { readonly kind: "contended" };

/** Refusals that say nothing about our conditions, only that others were there at the same moment. */
const contention = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

/**
 * Runs a write transaction. The SDK adds a client request token and keeps it over its own retries, so an answer lost on
 * the way does not turn a success into a refusal.
 */
export async function transact(client: DynamoDBClient, items: TransactWriteItem[]): Promise<TransactOutcome> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: items }));
    return { kind: "written" };
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (reasons.some((reason) => failedCondition(reason))) return { kind: "refused", reasons };
    if (isContention(error)) return { kind: "contended" };
    throw error;
  }
}

/** Whether a transaction, of reads or of writes, failed only because others were there at the same moment. */
export function isContention(error: unknown): boolean {
  if (isThrottle(error)) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  return (error.CancellationReasons ?? []).some(({ Code = "" }) => contention.has(Code));
}

export function failedCondition(reason: CancellationReason | undefined): boolean {
  return reason?.Code === "ConditionalCheckFailed";
}

function isThrottle(error: unknown): boolean {
  const throttles = [
    "TransactionInProgressException",
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
  ];
  return error instanceof Error && throttles.includes(error.name);
}
