import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

import type { FunctionDefinition } from "@doorbuster/adapters/definitions/functions";

import type { Log } from "../log.ts";
import type { LambdaProcess } from "../process/process.ts";
import { continueTrace, traceRoot } from "../traceId.ts";
import { makeAuthorizer, type TrustedIssuer } from "./authorizer.ts";
import { fromInvocation, GatewayError } from "./gatewayErrors.ts";
import { integrate } from "./integration.ts";
import { makeProxyEvent, sourceIp } from "./proxyEvent.ts";
import { readBody } from "./requestBody.ts";
import { listRoutes, makeRouter, type Match, type Route } from "./routes.ts";
import { defaultThrottle, makeThrottle, type ThrottleLimits } from "./throttle.ts";
import { makeEntrance, type EntranceOptions } from "./entrance.ts";

export interface GatewayOptions extends EntranceOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Address to bind. Default `127.0.0.1`. */
  readonly host?: string;
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
  readonly invoke: (name: string) => LambdaProcess;
  /** Whose tokens the `staff` authoriser takes. */
  readonly issuers: readonly TrustedIssuer[];
  /** Default: API Gateway's account default, 10,000 requests a second with a burst of 5,000. */
  readonly throttle?: ThrottleLimits;
  /** Stage name in events, default `local`. */
  readonly stage?: string;
  /** Takes one access-log entry per request. */
  readonly log: Log;
  /** Unix milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

export interface Gateway {
  readonly url: string;
  readonly port: number;
  /** Takes no more connections, ends the streams, and waits for the other requests. */
  stop(): Promise<void>;
}

/** One request, and what its access-log entry will say of it. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly traceId: string;
  readonly receivedAt: number;
  route?: Route;
  error?: string;
}

/** Serves the http triggers of `functions` as an API Gateway REST API (v1) with Lambda proxy integrations. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { host = "127.0.0.1", now = Date.now } = options;
  const answer = makeAnswer(options, now);
  const open = new Set<Exchange>();
  let stopping = false;

  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    const traceId = continueTrace(request.headersDistinct["x-amzn-trace-id"]?.[0], now());
    const exchange: Exchange = { request, response, requestId: randomUUID(), traceId, receivedAt: now() };
    open.add(exchange);
    response.setHeader("x-amzn-requestid", exchange.requestId);
    response.setHeader("x-amzn-trace-id", traceId);
    response.once("close", () => {
      open.delete(exchange);
      options.log(accessEntry(exchange, now()));
      if (stopping) setImmediate(() => server.closeIdleConnections());
    });
    void answer(exchange).catch((error: unknown) => refuse(exchange, fromInvocation(error)));
  });
  server.on("clientError", refuseUnparsed);
  server.listen(options.port, host);
  await once(server, "listening");

  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${host}:${port}`,
    async stop() {
      stopping = true;
      const closed = once(server, "close");
      server.close();
      for (const { route, response } of open) if (route?.streaming === true) response.destroy();
      await closed;
    },
  };
}

/** The road of a request: route, throttle, line, authoriser, body, function. Throws `GatewayError` or `FunctionError`. */
function makeAnswer(options: GatewayOptions, now: () => number): (exchange: Exchange) => Promise<void> {
  const { stage = "local" } = options;
  const findRoute = makeRouter(listRoutes(options.functions));
  const authorize = makeAuthorizer(options.issuers);
  const throttle = makeThrottle(options.throttle ?? defaultThrottle, now);
  const enter = makeEntrance(options, now);

  async function serve(exchange: Exchange, match: Match, path: string, query: string): Promise<void> {
    const { request, response } = exchange;
    if (response.destroyed) return; // left while waiting
    const isProtected = match.route.authorizer !== undefined;
    const claims = isProtected ? await authorize(request.headers.authorization) : undefined;
    const body = await readBody(request);
    const event = makeProxyEvent({ ...exchange, ...match, path, query, claims, body, stage });
    await integrate(options.invoke(match.route.functionName), match.route, event, exchange.traceId, response);
  }

  return async (exchange) => {
    const { request } = exchange;
    const [path = "", query = ""] = (request.url ?? "").split(/\?(.*)/s);
    if (!path.startsWith("/")) throw new GatewayError("badRequest", "no path");
    const match = findRoute(request.method ?? "", path);
    if (match === undefined) throw new GatewayError("notFound", "no such route");
    exchange.route = match.route;
    const retryAfterSeconds = throttle();
    if (retryAfterSeconds > 0) throw new GatewayError("rateLimited", "throttled", { retryAfterSeconds });
    if (match.route.streaming) return serve(exchange, match, path, query); // has a concurrency of its own
    const entry = await enter(match.route.functionName);
    if (!entry.admitted) {
      const { retryAfterSeconds: seconds } = entry;
      throw new GatewayError("rateLimited", "full", { retryAfterSeconds: seconds });
    }
    try {
      await serve(exchange, match, path, query);
    } finally {
      entry.leave();
    }
  };
}

/** Answers with an error of ours; or, when an answer has begun, breaks it off. */
function refuse(exchange: Exchange, error: GatewayError): void {
  const { request, response } = exchange;
  exchange.error = error.internal;
  if (response.headersSent) {
    response.destroy();
  } else {
    response.writeHead(error.httpStatus, error.headers).end(error.body);
  }
  request.resume(); // what is still coming of the body is dropped, so that the client gets to the answer
}

/** Answers bytes that are not HTTP. There is no request yet, so this is written by hand. */
function refuseUnparsed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const { httpStatus, headers, body } =
    error.code === "HPE_HEADER_OVERFLOW"
      ? new GatewayError("headersTooLarge", error.code)
      : new GatewayError("badRequest", "not HTTP");
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${httpStatus} ${STATUS_CODES[httpStatus]}\r\nconnection: close\r\n${lines.join("")}\r\n${body}`,
  );
}

/** No path, no query string, no header: they may hold what is not ours to keep. */
function accessEntry(exchange: Exchange, nowMs: number) {
  const { request, response, requestId, traceId, receivedAt, route, error } = exchange;
  return {
    level: "info",
    message: "access",
    requestId,
    traceId: traceRoot(traceId),
    route: route?.resource ?? null,
    method: request.method,
    status: response.headersSent ? response.statusCode : null,
    latencyMs: nowMs - receivedAt,
    sourceIp: sourceIp(request),
    ...(error !== undefined && { error }),
    ...(!response.writableFinished && { clientLeft: true }),
  } as const;
}
