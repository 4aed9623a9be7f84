/**
 * The items that a batch handler reports as failed (`ReportBatchItemFailures`); an empty list for success. Throws when
 * the report cannot be understood or names an item that was not in the batch: then the whole batch has failed (Lambda
 * developer guide, "Success and failure conditions").
 */
export function reportedFailures(result: unknown, isInBatch: (itemIdentifier: string) => boolean): string[] {
  if (typeof result !== "object" || result === null) return [];
  const { batchItemFailures: failures = null } = result as { batchItemFailures?: unknown };
  if (failures === null) return [];
  if (!Array.isArray(failures)) throw new Error("batchItemFailures is not a list");
  return failures.map((failure: unknown) => {
    const { itemIdentifier } = (failure ?? {}) as { itemIdentifier?: unknown };
    if (typeof itemIdentifier === "string" && isInBatch(itemIdentifier)) return itemIdentifier;
    throw new Error("batchItemFailures names an item that is not in the batch");
  });
}
