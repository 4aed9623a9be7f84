import {
  gatewayErrorBody,
  type GatewayErrorKind,
  gatewayErrors,
} from "@doorbuster/adapters/definitions/gatewayErrors";

import { FunctionError } from "../process/functionError.ts";

/** A request that the gateway answers itself. `internal` is for the access log and never reaches the client. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly httpStatus: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly internal: string;

  constructor(kind: GatewayErrorKind, internal: string, details: { retryAfterSeconds?: number } = {}) {
    const { httpStatus, message } = gatewayErrors[kind];
    super(message);
    this.httpStatus = httpStatus;
    this.internal = internal;
    this.body = gatewayErrorBody(kind, details);
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
