import type { ErrorDocument } from "./errorDocument.ts";

/**
 * What passes between a function's process and its parent. The child says over IPC where it listens; invocations are
 * HTTP requests over loopback, named as in Lambda's runtime API, so that bodies are plain bytes and can stream.
 */
export type ChildMessage =
  | { readonly ready: { readonly port: number; readonly token: string } }
  | { readonly failed: ErrorDocument };

export const headers = {
  requestId: "lambda-runtime-aws-request-id",
  deadlineMs: "lambda-runtime-deadline-ms",
  functionArn: "lambda-runtime-invoked-function-arn",
  traceId: "lambda-runtime-trace-id",
  /** On a response, and as a trailer when a stream fails midway: the body, or the other trailer, is an error document. */
  errorType: "lambda-runtime-function-error-type",
  errorBody: "lambda-runtime-function-error-body",
  /** Only the parent may invoke: the token was made by the child and told over IPC. */
  token: "authorization",
} as const;
