import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/** An answer of DynamoDB's that is an error, ready for the wire. */
export interface StoreError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const dynamodb = "com.amazonaws.dynamodb.v20120810";
/** Throttling by the frontend comes from the framework beneath DynamoDB. */
const coral = "com.amazon.coral.availability";

export type CancellationCode = "TransactionConflict" | "ProvisionedThroughputExceeded";

const cancellationMessages: Readonly<Record<CancellationCode, string>> = {
  TransactionConflict: "Transaction is ongoing for the item",
  ProvisionedThroughputExceeded:
    "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API",
};

/**
 * A transaction that was cancelled: one reason for each of its items, in their order, `None` for those that were not to
 * blame. DynamoDB names no item in them, and writes this one error's `Message` with a capital.
 */
export function transactionCancelled(codes: readonly (CancellationCode | undefined)[]): StoreError {
  const reasons = codes.map((code) => ({
    Code: code ?? "None",
    ...(code && { Message: cancellationMessages[code] }),
  }));
  const named = reasons.map(({ Code }) => Code).join(", ");
  return error(400, `${dynamodb}#TransactionCanceledException`, {
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${named}]`,
    CancellationReasons: reasons,
  });
}

/** A single write met a transaction that is under way on its item. */
export const transactionConflict = (): StoreError =>
  error(400, `${dynamodb}#TransactionConflictException`, {
    message: cancellationMessages.TransactionConflict,
  });

/** A transaction is repeated while it is still under way. */
export const transactionInProgress = (): StoreError =>
  error(400, `${dynamodb}#TransactionInProgressException`, {
    Message: "The transaction with the given request token is already in progress",
  });

export const throughputExceeded = (): StoreError =>
  error(400, `${dynamodb}#ProvisionedThroughputExceededException`, {
    message: `${cancellationMessages.ProvisionedThroughputExceeded}.`,
  });

export const throttled = (): StoreError =>
  error(400, `${coral}#ThrottlingException`, { message: "Rate of requests exceeds the allowed throughput." });

export const internalError = (): StoreError =>
  error(500, `${dynamodb}#InternalServerError`, { message: "Internal server error" });

/** As on the wire of AWS JSON 1.0: the checksum over the body, and a request id of 52 letters and digits. */
function error(status: number, type: string, fields: object): StoreError {
  const body = JSON.stringify({ __type: type, ...fields });
  return {
    status,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-crc32": String(crc32(body)),
      "x-amzn-requestid": requestId(),
    },
    body,
  };
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

function requestId(): string {
  return Array.from(randomBytes(52), (byte) => alphabet[byte % 32]).join("");
}
