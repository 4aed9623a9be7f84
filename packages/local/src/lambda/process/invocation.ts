import type { IncomingMessage } from "node:http";

import type { Environments } from "./environments.ts";
import type { ErrorDocument } from "./errorDocument.ts";
import { FunctionError } from "./functionError.ts";
import { headers } from "./wire.ts";

/** An invocation whose answer has begun. */
export interface Exchange {
  readonly requestId: string;
  readonly response: IncomingMessage;
  /** Awaits a reading of the response; a dead process or a run-out time fails it with a `FunctionError`. */
  guard<T>(reading: Promise<T>): Promise<T>;
  /** Must be called once, when the answer has been read. */
  end(): void;
}

export interface ExchangeOptions {
  readonly requestId: string;
  readonly traceId: string;
  readonly functionArn: string;
  readonly timeoutSeconds: number;
  readonly log: (line: string) => void;
}

/** Sends an event to the function and waits for the head of its answer. */
export async function exchange(
  environments: Environments,
  event: string,
  options: ExchangeOptions,
): Promise<Exchange> {
  const { requestId, timeoutSeconds } = options;
  const environment = await environments.acquire(requestId);
  const timeout = new AbortController();
  const timer = setTimeout(() => {
    environments.retire(environment);
    timeout.abort();
  }, timeoutSeconds * 1000);

  function end(): void {
    clearTimeout(timer);
    environments.release(environment);
  }

  async function guard<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch {
      // If it was not the time-out, the connection broke: the process is dying, or can no longer be spoken to.
      if (!timeout.signal.aborted) environment.kill("SIGKILL");
      const error = timeout.signal.aborted
        ? timedOut(requestId, timeoutSeconds)
        : exited(requestId, await environment.exited);
      options.log(error.message);
      throw error;
    }
  }

  try {
    const deadlineMs = Date.now() + timeoutSeconds * 1000;
    const response = await guard(environment.send(event, { ...options, deadlineMs }, timeout.signal));
    return { requestId, response, guard, end };
  } catch (error) {
    end();
    throw error;
  }
}

/** Whether an error document came instead of an answer. */
export function failed({ response }: Exchange): boolean {
  return response.headers[headers.errorType] !== undefined;
}

/** The error document that followed a stream's bytes, as an error. */
export function lateFailure({ requestId, response }: Exchange): FunctionError | undefined {
  const document = response.trailers[headers.errorBody];
  if (document === undefined) return undefined;
  return new FunctionError(
    requestId,
    JSON.parse(Buffer.from(document, "base64").toString()) as ErrorDocument,
  );
}

function timedOut(requestId: string, seconds: number): FunctionError {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`;
  return new FunctionError(requestId, { errorType: "Sandbox.Timedout", errorMessage });
}

function exited(requestId: string, how: string): FunctionError {
  const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: ${how}`;
  return new FunctionError(requestId, { errorType: "Runtime.ExitError", errorMessage });
}
