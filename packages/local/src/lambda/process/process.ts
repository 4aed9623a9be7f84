import { randomUUID } from "node:crypto";
import { PassThrough, type Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { finished } from "node:stream/promises";

import { defaultAccountId, defaultRegion } from "../arns.ts";
import { makeTraceId } from "../traceId.ts";
import { makeEnvironments } from "./environments.ts";
import type { ErrorDocument } from "./errorDocument.ts";
import { FunctionError } from "./functionError.ts";
import { exchange, failed, lateFailure, type Exchange } from "./invocation.ts";
import { payloadBytesMax } from "./quotas.ts";

export interface FunctionOptions {
  readonly name: string;
  /** Absolute path of a built ES module that exports `handler`. */
  readonly bundle: string;
  /** The function's whole environment, but for the variables that Lambda itself sets. Nothing is inherited. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** As on AWS: invocations over this number at one time are refused with `TooManyRequestsException`. Default 1,000. */
  readonly reservedConcurrency?: number;
  /** For ARNs and `AWS_REGION`. Defaults `us-east-1` and `000000000000`. */
  readonly region?: string;
  readonly accountId?: string;
  /** Takes what Lambda itself says of an invocation, and each line of the process's output unless that goes elsewhere. */
  readonly log: (line: string) => void;
  /** A file descriptor for the process's stdout and stderr. */
  readonly output?: number;
}

export interface InvokeOptions {
  /** `Root=1-…;Parent=…;Sampled=…`, made up when absent. */
  readonly traceId?: string;
  /** The invocation's `awsRequestId`, made up when absent. */
  readonly requestId?: string;
}

/** What a streaming invocation answers once its first bytes are there. */
export interface StreamedResponse {
  readonly contentType: string;
  /** Ends when the handler ends; fails with a `FunctionError` when the handler fails midway. */
  readonly body: Readable;
}

/** One function and the process that runs it. */
export interface LambdaProcess {
  readonly name: string;
  readonly arn: string;
  /** The process that takes the next invocation; undefined between a crash and the next invocation. */
  readonly pid: number | undefined;
  /** Runs the handler on `event` and answers what it returned, parsed. Throws `FunctionError`. */
  invoke(event: unknown, options?: InvokeOptions): Promise<unknown>;
  /** The same with response streaming. Throws `FunctionError` if the handler fails before its first byte. */
  invokeStreaming(event: unknown, options?: InvokeOptions): Promise<StreamedResponse>;
  /** Ends the process; what is in flight fails. */
  stop(): Promise<void>;
  /** For chaos tests: signals the present process, as a crash would. */
  kill(signal?: NodeJS.Signals): void;
}

/**
 * Starts a function's process and waits until its bundle is loaded.
 *
 * AWS gives every concurrent invocation an execution environment of its own; here one process takes them all, as on
 * Lambda Managed Instances, and `reservedConcurrency` is the limit. The rest is as on AWS: an invocation that runs out
 * of time loses its process and a process that dies fails what it was doing; either way the next invocation gets a
 * fresh one. So that one slow invocation does not take its innocent neighbours with it, a timed-out process takes
 * nothing new and is killed when they are done: at once when there are none.
 *
 * Throws `FunctionError` if the bundle does not load.
 */
export async function startFunction(options: FunctionOptions): Promise<LambdaProcess> {
  const environments = makeEnvironments(options);
  const account = `${options.region ?? defaultRegion}:${options.accountId ?? defaultAccountId}`;
  const arn = `arn:aws:lambda:${account}:function:${options.name}`;

  async function begin(
    event: unknown,
    { requestId = randomUUID(), traceId = makeTraceId() }: InvokeOptions,
  ): Promise<Exchange> {
    const payload = JSON.stringify(event);
    const size = Buffer.byteLength(payload);
    if (size > payloadBytesMax) throw tooLarge(requestId, "RequestTooLargeException", size);
    return exchange(environments, payload, { ...options, requestId, traceId, functionArn: arn });
  }

  await environments.warm();
  return {
    name: options.name,
    arn,
    get pid() {
      return environments.pid;
    },
    async invoke(event, invokeOptions = {}) {
      const call = await begin(event, invokeOptions);
      try {
        return await answer(call);
      } finally {
        call.end();
      }
    },
    async invokeStreaming(event, invokeOptions = {}) {
      const call = await begin(event, invokeOptions);
      if (failed(call)) return answer(call).finally(() => call.end()) as Promise<never>;
      const body = new PassThrough();
      void relay(call, body);
      return { contentType: call.response.headers["content-type"] ?? "", body };
    },
    kill: (signal = "SIGKILL") => environments.kill(signal),
    stop: () => environments.stop(),
  };
}

/** The whole of a buffered answer. */
async function answer(call: Exchange): Promise<unknown> {
  const size = Number(call.response.headers["content-length"]);
  if (size > payloadBytesMax) throw tooLarge(call.requestId, "Function.ResponseSizeTooLarge", size);
  const body: unknown = JSON.parse(await call.guard(text(call.response)));
  if (failed(call)) throw new FunctionError(call.requestId, body as ErrorDocument);
  return body;
}

/** Passes a streamed answer on. A reader that goes away does not stop the function: the rest is read into nothing. */
async function relay(call: Exchange, body: PassThrough): Promise<void> {
  const { response } = call;
  try {
    response.pipe(body, { end: false });
    body.once("close", () => response.resume());
    await call.guard(finished(response));
    const failure = lateFailure(call);
    if (failure !== undefined) throw failure;
    body.end();
  } catch (error) {
    body.destroy(error as Error);
  } finally {
    call.end();
  }
}

function tooLarge(requestId: string, errorType: string, size: number): FunctionError {
  const errorMessage = `${size} bytes exceed the limit of ${payloadBytesMax}`;
  return new FunctionError(requestId, { errorType, errorMessage });
}
