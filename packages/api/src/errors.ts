import { TRPCError } from "@trpc/server";
import * as z from "zod";
import { AppError, type AppCode } from "@doorbuster/core/errors";

type TrpcCode = TRPCError["code"];

/** Under which HTTP status each of our codes travels. */
const trpcCodes: Readonly<Record<AppCode, TrpcCode>> = {
  SOLD_OUT: "CONFLICT",
  PRICE_CHANGED: "CONFLICT",
  CONFLICT: "CONFLICT",
  IDEMPOTENCY_MISMATCH: "UNPROCESSABLE_CONTENT",
  INVALID_INPUT: "BAD_REQUEST",
  NOT_FOUND: "NOT_FOUND",
  FORBIDDEN: "FORBIDDEN",
  UNAUTHENTICATED: "UNAUTHORIZED",
  RATE_LIMITED: "TOO_MANY_REQUESTS",
  PAYMENT_UNAVAILABLE: "SERVICE_UNAVAILABLE",
  INTERNAL: "INTERNAL_SERVER_ERROR",
};

export function toTrpcError(error: AppError): TRPCError {
  return new TRPCError({ code: trpcCodes[error.code], message: error.message, cause: error });
}

/** What every error answer of the API carries in `data`. */
export interface ErrorData {
  readonly appCode: AppCode;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Our code, public sentence and particulars for anything that went wrong inside tRPC. */
export function describe(error: TRPCError): ErrorData & { readonly message: string } {
  if (error.cause instanceof AppError) {
    const { code, details, message } = error.cause;
    return { appCode: code, details, message };
  }
  // Only what the caller sent: a row or a setting of ours that does not parse is our fault, and nobody else's to read.
  if (error.code === "BAD_REQUEST" && error.cause instanceof z.ZodError) return invalidInput(error.cause);
  if (error.code === "BAD_REQUEST" && error.cause instanceof SyntaxError) {
    return input("The request is not valid JSON.", "input", "malformed_json");
  }
  switch (error.code) {
    case "NOT_FOUND":
      return { appCode: "NOT_FOUND", details: {}, message: "There is no such procedure." };
    case "PARSE_ERROR":
      return input("The request is not valid JSON.", "input", "malformed_json");
    case "UNSUPPORTED_MEDIA_TYPE":
      return input("Send the request as application/json.", "content-type", "unsupported_media_type");
    case "METHOD_NOT_SUPPORTED":
      return input("Use GET to read and POST to change.", "method", "method_not_supported");
    case "PAYLOAD_TOO_LARGE":
      return input("The request is too large.", "body", "too_large");
    case "BAD_REQUEST":
      return input("The request could not be understood.", "body", "malformed");
    default:
      return {
        appCode: "INTERNAL",
        details: {},
        message: "Something went wrong on our side. Please try again.",
      };
  }
}

function input(message: string, field: string, reason: string) {
  return { appCode: "INVALID_INPUT" as const, details: { field, reason }, message };
}

/** Names the first field that is wrong and lists them all. Values are not repeated: they may be personal. */
function invalidInput(error: z.ZodError) {
  const issues = error.issues.map((issue) => ({
    field: issue.path.join(".") || "input",
    reason: issue.message,
  }));
  const [first] = issues;
  const message = first ? `${first.field}: ${first.reason}` : "The request is not valid.";
  return { appCode: "INVALID_INPUT" as const, details: { ...first, issues }, message };
}
