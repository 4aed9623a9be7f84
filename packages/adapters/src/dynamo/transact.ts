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
    if (isThrottle(error)) return { kind: "contended" };
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = error.CancellationReasons ?? [];
    if (reasons.some((reason) => failedCondition(reason))) return { kind: "refused", reasons };
    if (reasons.some((reason) => contention.has(reason.Code ?? ""))) return { kind: "contended" };
    throw error;
  }
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
