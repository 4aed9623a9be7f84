import type { AppCode } from "@doorbuster/core/errors";

import { FunctionError } from "../process/functionError.ts";

interface Kind {
  readonly httpStatus: number;
  /** tRPC's name and JSON-RPC number for it (`TRPC_ERROR_CODES_BY_KEY`). */
  readonly code: string;
  readonly rpcCode: number;
  readonly appCode: AppCode;
  readonly message: string;
  /** What is wrong with the request, where that is always the same. */
  readonly details?: { readonly field: string; readonly reason: string };
}

/** Every refusal that the gateway itself makes. */
const kinds = {
  badRequest: {
    httpStatus: 400,
    code: "BAD_REQUEST",
    rpcCode: -32600,
    appCode: "INVALID_INPUT",
    message: "The request could not be understood.",
    details: { field: "request", reason: "malformed" },
  },
  unauthenticated: {
    httpStatus: 401,
    code: "UNAUTHORIZED",
    rpcCode: -32001,
    appCode: "UNAUTHENTICATED",
    message: "Please sign in.",
  },
  notFound: {
    httpStatus: 404,
    code: "NOT_FOUND",
    rpcCode: -32004,
    appCode: "NOT_FOUND",
    message: "There is nothing here.",
  },
  tooLarge: {
    httpStatus: 413,
    code: "PAYLOAD_TOO_LARGE",
    rpcCode: -32013,
    appCode: "INVALID_INPUT",
    message: "The request is too large.",
    details: { field: "body", reason: "too_large" },
  },
  rateLimited: {
    httpStatus: 429,
    code: "TOO_MANY_REQUESTS",
    rpcCode: -32029,
    appCode: "RATE_LIMITED",
    message: "Too many requests at once. Please try again shortly.",
  },
  headersTooLarge: {
    httpStatus: 431,
    code: "BAD_REQUEST",
    rpcCode: -32600,
    appCode: "INVALID_INPUT",
    message: "The request's headers are too large.",
  },
  badGateway: {
    httpStatus: 502,
    code: "BAD_GATEWAY",
    rpcCode: -32603,
    appCode: "INTERNAL",
    message: "Something went wrong on our side. Please try again.",
  },
  unavailable: {
    httpStatus: 503,
    code: "SERVICE_UNAVAILABLE",
    rpcCode: -32603,
    appCode: "INTERNAL",
    message: "We cannot check who you are just now. Please try again shortly.",
  },
  timeout: {
    httpStatus: 504,
    code: "GATEWAY_TIMEOUT",
    rpcCode: -32603,
    appCode: "INTERNAL",
    message: "This took too long. It may still have been done: please look before you try again.",
  },
} as const satisfies Record<string, Kind>;

/** A request that the gateway answers itself. `internal` is for the access log and never reaches the client. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly httpStatus: number;
  /** The body, in the shape of the API's own errors: tRPC's envelope with our `appCode` and `details`. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly internal: string;

  constructor(kind: keyof typeof kinds, internal: string, details: { retryAfterSeconds?: number } = {}) {
    const { httpStatus, code, rpcCode, appCode, message, details: always }: Kind = kinds[kind];
    super(message);
    this.httpStatus = httpStatus;
    this.internal = internal;
    this.body = JSON.stringify({
      error: {
        message,
        code: rpcCode,
        data: { code, httpStatus, appCode, details: { ...always, ...details } },
      },
    });
    const { retryAfterSeconds } = details;
    this.headers = {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(this.body)),
      ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
      ...(kind === "unauthenticated" && { "www-authenticate": "Bearer" }),
    };
  }
}

/** What the client is told when the function gave no answer. */
export function fromInvocation(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  if (!(error instanceof FunctionError)) return new GatewayError("badGateway", String(error));
  switch (error.errorType) {
    case "Sandbox.Timedout":
      return new GatewayError("timeout", error.errorType);
    case "TooManyRequestsException":
      return new GatewayError("rateLimited", error.errorType, { retryAfterSeconds: 1 });
    case "RequestTooLargeException":
      return new GatewayError("tooLarge", error.errorType);
    default:
      return new GatewayError("badGateway", error.errorType);
  }
}
