import { DynamoDBServiceException } from "@aws-sdk/client-dynamodb";

/** Overwritten by `execute`, which numbers its requests. */
export const noMetadata = {};

/** What DynamoDB says to a request that it can't make sense of. The SDK has no class of its own for it, only the name. */
export function invalid(message: string): DynamoDBServiceException {
  return new DynamoDBServiceException({
    name: "ValidationException",
    $fault: "client",
    $metadata: noMetadata,
    message,
  });
}

export const isInvalid = (error: unknown): error is DynamoDBServiceException =>
  error instanceof DynamoDBServiceException && error.name === "ValidationException";

/** Not an answer of DynamoDB's: whoever meets it asks this store for more than it can do. */
export function unsupported(what: string): Error {
  return new Error(`the memory store does not implement ${what}`);
}

/** Refuses parameters that would otherwise be silently without effect. */
export function allowOnly(command: string, input: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined && !known.includes(name)) throw unsupported(`${name} of ${command}`);
  }
}
