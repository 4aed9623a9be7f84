import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { nodeFetch } from "./node-fetch.ts";

async function serve(scene: (response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    request.resume();
    scene(response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/x`,
    [Symbol.dispose]: () => server.close().closeAllConnections(),
  };
}

/** Sends headers and the first bytes of a longer body. */
const begin = (response: ServerResponse) =>
  response.writeHead(200, { "content-length": 100 }).write('{"id":');

test("answers status, headers and body", async () => {
  using server = await serve((response) => response.writeHead(402, { "request-id": "req_1" }).end("{}"));
  const response = await nodeFetch(server.url, { method: "POST", headers: [["a", "b"]], body: "amount=1" });
  const { status, headers } = response;
  expect({ status, id: new Map(headers).get("request-id"), body: await response.text() }).toEqual({
    status: 402,
    id: "req_1",
    body: "{}",
  });
});

test("an answer that is cut off in its body is a failure, with the system's error as its cause and not as itself", async () => {
  using server = await serve((response) => {
    begin(response);
    setImmediate(() => response.destroy());
  });
  await expect(nodeFetch(server.url, {})).rejects.toMatchObject({
    name: "TypeError",
    cause: { code: "ECONNRESET" },
  });
});

test("the signal ends an answer whose body never comes to its end, with the signal's reason", async () => {
  const late = new Error("late");
  const abort = new AbortController();
  using server = await serve((response) => {
    begin(response);
    setImmediate(() => abort.abort(late));
  });
  await expect(nodeFetch(server.url, { signal: abort.signal })).rejects.toBe(late);
});

test("nobody listening is told as such", async () => {
  const { url } = await serve(() => undefined).then((server) => {
    server[Symbol.dispose]();
    return server;
  });
  await expect(nodeFetch(url, {})).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
});
