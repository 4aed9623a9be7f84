import type { ServerResponse } from "node:http";

import type { APIGatewayProxyEvent } from "aws-lambda";

import type { LambdaProcess } from "../process/process.ts";
import { GatewayError } from "./gatewayErrors.ts";
import { readProxyResult, readStreamHead, type HttpHead } from "./proxyResult.ts";
import type { Route } from "./routes.ts";

/** How long a REST API waits for a buffered answer (API Gateway developer guide, "Quotas"). The function runs on. */
const integrationTimeoutMs = 29_000;

/** Invokes a route's function and answers with what it says. Throws `GatewayError` or `FunctionError` if it says nothing. */
export function integrate(
  lambda: LambdaProcess,
  route: Route,
  event: APIGatewayProxyEvent,
  traceId: string,
  response: ServerResponse,
): Promise<void> {
  const answer = route.streaming ? streamed : buffered;
  return answer(lambda, event, traceId, response);
}

async function buffered(
  lambda: LambdaProcess,
  event: APIGatewayProxyEvent,
  traceId: string,
  response: ServerResponse,
) {
  const { status, headers, body } = readProxyResult(await inTime(lambda.invoke(event, { traceId })));
  writeHead(response, { status, headers });
  response.setHeader("content-length", body.length);
  response.end(body);
}

/**
 * Passes a stream on as it comes. When the client leaves, the rest is read into nothing: API Gateway does not tell a
 * function, which runs, and is billed, to its own end.
 */
async function streamed(
  lambda: LambdaProcess,
  event: APIGatewayProxyEvent,
  traceId: string,
  response: ServerResponse,
) {
  const answer = await lambda.invokeStreaming(event, { traceId });
  const { body } = answer;
  body.on("error", () => response.headersSent && response.destroy());
  writeHead(response, await readStreamHead(answer));
  response.flushHeaders();
  response.once("close", () => body.resume());
  body.pipe(response);
}

function writeHead(response: ServerResponse, { status, headers }: HttpHead): void {
  response.statusCode = status;
  for (const [name, values] of headers) response.setHeader(name, values);
}

function inTime<T>(invocation: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new GatewayError("timeout", "integration timeout"));
    const timer = setTimeout(late, integrationTimeoutMs);
    invocation.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
