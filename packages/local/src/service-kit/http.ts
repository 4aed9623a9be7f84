import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

import { createServer } from "./node-http.ts";

/** One request, read to its end. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No answer at all: the connection stays open and silent until the caller gives up, or is cut at once. */
export type NoAnswer = "silence" | "hang up";

export type HttpHandler = (request: HttpRequest) => HttpAnswer | NoAnswer | Promise<HttpAnswer | NoAnswer>;

export interface HttpService {
  readonly port: number;
  /** Lets requests under way finish, but for those that are never answered, then closes every connection. */
  close(): Promise<void>;
}

export interface ListenOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** A longer body is answered 413 and its connection closed. */
  readonly maxBodyBytes: number;
}

/** Serves on 127.0.0.1, which browsers and clients reach as `localhost` too. Rejects when the port is taken. */
export async function listen(handler: HttpHandler, options: ListenOptions): Promise<HttpService> {
  const silent = new Set<Socket>();
  const leave = ({ socket }: IncomingMessage, how: NoAnswer) => {
    if (how === "hang up") socket.destroy();
    else silent.add(socket.once("close", () => silent.delete(socket)));
  };
  const server = createServer((incoming, response) => {
    void serve(handler, options, incoming, response).then((how) => how && leave(incoming, how));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeIdleConnections();
        for (const socket of silent) socket.destroy();
      }),
  };
}

/** Answers one request, or says how it is left without an answer. Never rejects. */
async function serve(
  handler: HttpHandler,
  { maxBodyBytes }: ListenOptions,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<NoAnswer | undefined> {
  try {
    const body = await readBody(incoming, maxBodyBytes);
    if (!body) {
      send(response, text(413, "the request body is too long"), { connection: "close" });
      return undefined;
    }
    const url = new URL(`http://localhost${incoming.url ?? "/"}`);
    const request = {
      method: incoming.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body,
    };
    const answer = await handler(request);
    if (typeof answer === "string") return answer;
    send(response, answer);
  } catch (error) {
    console.error(error);
    if (!response.headersSent) send(response, text(500, "the service failed; its log says why"));
  }
  return undefined;
}

async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: HttpAnswer, extra: Record<string, string> = {}): void {
  response.writeHead(answer.status, {
    "x-content-type-options": "nosniff",
    "content-length": String(Buffer.byteLength(answer.body)),
    ...answer.headers,
    ...extra,
  });
  response.end(answer.body);
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(value) };
}

export function html(status: number, body: string, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers: { "content-type": "text/html; charset=utf-8", ...headers }, body };
}

export function text(status: number, body: string): HttpAnswer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}

export interface Route<Handler> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Segments that begin with a colon match anything but a slash: `/v1/refunds/:id`. */
  readonly path: string;
  readonly handler: Handler;
}

export interface RouteMatch<Handler> {
  readonly handler: Handler;
  readonly params: Readonly<Record<string, string>>;
}

/** Compiles a list of routes into a look-up. The first route that matches wins. */
export function router<Handler>(
  routes: readonly Route<Handler>[],
): (method: string, path: string) => RouteMatch<Handler> | undefined {
  const compiled = routes.map((route) => ({
    ...route,
    pattern: new RegExp(`^${route.path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`),
  }));
  return (method, path) => {
    for (const { method: wanted, pattern, handler } of compiled) {
      if (wanted !== method) continue;
      const match = pattern.exec(path);
      if (match) return { handler, params: match.groups ?? {} };
    }
    return undefined;
  };
}
