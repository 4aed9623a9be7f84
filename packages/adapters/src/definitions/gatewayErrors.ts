import type { AppCode } from "@doorbuster/core/errors";

/** A refusal that comes from the gateway and not from a function. */
export interface GatewayError {
  readonly httpStatus: number;
  /** tRPC's name and JSON-RPC number for it (`TRPC_ERROR_CODES_BY_KEY`). */
  readonly code: string;
  readonly rpcCode: number;
  readonly appCode: AppCode;
  readonly message: string;
  /** What is wrong with the request, where that is always the same. */
  readonly details?: { readonly field: string; readonly reason: string };
}

/** Every refusal that the gateway itself makes, on a laptop and on AWS alike. */
export const gatewayErrors = {
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
  forbidden: {
    httpStatus: 403,
    code: "FORBIDDEN",
    rpcCode: -32003,
    appCode: "FORBIDDEN",
    message: "This request was refused.",
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
} as const satisfies Record<string, GatewayError>;

export type GatewayErrorKind = keyof typeof gatewayErrors;

/** The body of its answer, in the shape of the API's own errors: tRPC's envelope with our `appCode` and `details`. */
export function gatewayErrorBody(kind: GatewayErrorKind, more: { retryAfterSeconds?: number } = {}): string {
  const { httpStatus, code, rpcCode, appCode, message, details }: GatewayError = gatewayErrors[kind];
  return JSON.stringify({
    error: {
      message,
      code: rpcCode,
      data: { code, httpStatus, appCode, details: { ...details, ...more } },
    },
  });
}
