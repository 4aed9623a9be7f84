import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { FetchEventSource } from "./fetch-event-source.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A server that gives each connection to the next handler, and a source connected to it. */
async function connect(handlers: Handler[], headers?: () => Record<string, string>) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    handlers[requests.push(request) - 1]?.(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const source = new FetchEventSource(`http://127.0.0.1:${port}/watch`, {
    retryMs: 1,
    ...(headers !== undefined && { headers }),
  });
  cleanups.push(() => {
    source.close();
    server.closeAllConnections();
    server.close();
  });
  return { source, requests };
}

function next(source: FetchEventSource, type: string): Promise<MessageEvent<string>> {
  return new Promise((resolve) => {
    source.addEventListener(type, (event) => resolve(event as MessageEvent<string>), { once: true });
  });
}

const stream: Handler = (_, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.flushHeaders();
};

test("puts an event together again, however its bytes were cut", async () => {
  const bytes = Buffer.from(": hello\r\n\r\nevent: greeting\r\ndata: grüß\r\ndata: gott\r\nid: 7\r\n\r\n");
  const { source } = await connect([
    async (request, response) => {
      stream(request, response);
      for (const byte of bytes) await new Promise((done) => response.write(Buffer.of(byte), done));
    },
  ]);
  const event = await next(source, "greeting");
  expect([event.data, event.lastEventId]).toEqual(["grüß\ngott", "7"]);
});

test("comes back after the end with the last id and a fresh token", async () => {
  let issued = 0;
  const { source, requests } = await connect(
    [
      (request, response) => {
        stream(request, response);
        response.end("data: one\nid: 41\n\n");
      },
      (request, response) => {
        stream(request, response);
        response.write("data: two\nid: 42\n\n");
      },
    ],
    () => ({ authorization: `Bearer ${++issued}` }),
  );
  expect((await next(source, "message")).data).toBe("one");
  expect((await next(source, "message")).data).toBe("two");
  expect(requests.map(({ headers }) => [headers.authorization, headers["last-event-id"]])).toEqual([
    ["Bearer 1", undefined],
    ["Bearer 2", "41"],
  ]);
});

test("a refusal is told once, with the API's own error, and not asked again", async () => {
  const { source, requests } = await connect([
    (_, response) => {
      response.writeHead(404, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { code: -32004, data: { appCode: "NOT_FOUND" } } }));
    },
  ]);
  const refused = await next(source, "serialized-error");
  expect(JSON.parse(refused.data)).toEqual({ code: -32004, data: { appCode: "NOT_FOUND" } });
  expect(source.readyState).toBe(source.CLOSED);
  expect(requests).toHaveLength(1);
});

test("an overloaded server is asked again", async () => {
  const { source } = await connect([
    (_, response) => void response.writeHead(503).end(),
    (request, response) => {
      stream(request, response);
      response.write("data: back\n\n");
    },
  ]);
  expect((await next(source, "message")).data).toBe("back");
});

test("closing ends the connection", async () => {
  const closed = Promise.withResolvers<void>();
  const { source } = await connect([
    (request, response) => {
      stream(request, response);
      response.on("close", () => closed.resolve());
    },
  ]);
  await next(source, "open");
  source.close();
  await closed.promise;
  expect(source.readyState).toBe(source.CLOSED);
});
