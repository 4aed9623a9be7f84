/**
 * The entry of a function's own process: loads the bundle named by the first argument once, then serves invocations
 * until its parent is gone. The managed Node runtime's part, without its one-invocation-at-a-time loop.
 */
import { randomUUID } from "node:crypto";
import { flushCompileCache } from "node:module";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

import type { Context } from "aws-lambda";

import { createServer } from "../../service-kit/node-http.ts";
import { awslambda, isStreamingHandler, type BufferedHandler, type StreamingHandler } from "./awslambda.ts";
import { makeContext } from "./context.ts";
import { errorDocument } from "./errorDocument.ts";
import { invokeStore, runInvocation, traceIdPerInvocation } from "./invocationScope.ts";
import { HttpBackedStream } from "./responseStream.ts";
import { headers, type ChildMessage } from "./wire.ts";

const token = randomUUID();

async function loadHandler(bundle: string): Promise<BufferedHandler | StreamingHandler> {
  const module = (await import(pathToFileURL(bundle).href)) as { handler?: unknown };
  if (typeof module.handler === "function") return module.handler as BufferedHandler;
  throw Object.assign(new Error(`${bundle} exports no function "handler"`), {
    name: "Runtime.HandlerNotFound",
  });
}

async function serveInvocation(
  handler: BufferedHandler | StreamingHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.headers[headers.token] !== token) {
    response.writeHead(401).end();
    return;
  }
  const event: unknown = JSON.parse(await text(request));
  const context = makeContext(request.headers, process.env) as Context;
  const ids = { requestId: context.awsRequestId, traceId: String(request.headers[headers.traceId]) };
  try {
    await runInvocation(ids, () =>
      isStreamingHandler(handler)
        ? answerStreaming(handler, event, context, response)
        : answerBuffered(handler, event, context, response),
    );
  } catch (error) {
    answerError(error, response);
  }
}

async function answerBuffered(
  handler: BufferedHandler,
  event: unknown,
  context: Context,
  response: ServerResponse,
) {
  const result = await handler(event, context);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(result) ?? "null");
}

async function answerStreaming(
  handler: StreamingHandler,
  event: unknown,
  context: Context,
  response: ServerResponse,
) {
  response.setHeader("content-type", "application/octet-stream");
  response.setHeader("trailer", [headers.errorType, headers.errorBody]);
  // As on AWS, the invocation lasts until the handler ends the stream, whatever its promise does.
  await handler(event, new HttpBackedStream(response), context);
}

/** An error before the first byte is the response; after it, it follows the body as trailers. */
function answerError(error: unknown, response: ServerResponse): void {
  const document = errorDocument(error);
  console.error(JSON.stringify({ level: "error", message: "Invoke Error", ...document }));
  if (response.headersSent) {
    const body = Buffer.from(JSON.stringify(document)).toString("base64");
    response.addTrailers({ [headers.errorType]: "Unhandled", [headers.errorBody]: body });
    response.end();
  } else {
    response.removeHeader("trailer");
    response.setHeader("content-type", "application/json");
    response.setHeader(headers.errorType, "Unhandled");
    response.end(JSON.stringify(document));
  }
}

function tellParent(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => process.send?.(message, undefined, {}, () => resolve()));
}

async function main(): Promise<void> {
  // Ctrl-C reaches the whole process group at once; the parent must be able to finish what runs here first.
  process.on("SIGINT", () => {});
  process.on("disconnect", () => process.exit(0));

  Object.assign(globalThis, { awslambda: { ...awslambda, InvokeStore: invokeStore } });
  traceIdPerInvocation();

  let handler: BufferedHandler | StreamingHandler;
  try {
    handler = await loadHandler(process.argv[2] ?? "");
  } catch (error) {
    await tellParent({ failed: errorDocument(error) });
    process.exit(1);
  }

  const server = createServer((request, response) => void serveInvocation(handler, request, response));
  // The parent keeps its connections: closing an idle one here would race with the request it is about to carry.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.listen(0, "127.0.0.1", () => {
    void tellParent({ ready: { port: (server.address() as AddressInfo).port, token } });
    flushCompileCache(); // a function does not end by itself, when Node would do it
  });
}

await main();
