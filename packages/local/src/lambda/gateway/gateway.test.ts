import { once } from "node:events";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import type { FunctionDefinition } from "@doorbuster/adapters/definitions/functions";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeEach, expect, test, vi } from "vitest";

import type { LogEntry } from "../log.ts";
import { FunctionError } from "../process/functionError.ts";
import { startFunction, type InvokeOptions } from "../process/process.ts";
import { eventually } from "../testing/eventually.ts";
import { fakeLambda } from "../testing/fakeLambda.ts";
import { sample, shape } from "../testing/sample.ts";
import { startGateway } from "./gateway.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 }); // real processes, on a machine that may be busy

const http = (path: string, more: object = {}): FunctionDefinition => ({
  timeoutSeconds: 29,
  memoryMb: 256,
  triggers: [{ kind: "http", method: "ANY", path, ...more }],
});

const streamer = await startFunction({
  name: "streamer",
  bundle: fileURLToPath(new URL("../testing/streamer.ts", import.meta.url)),
  timeoutSeconds: 20,
  memoryMb: 256,
  log: () => {},
});

let answer: (event: APIGatewayProxyEvent, options: InvokeOptions) => unknown;
const calls: APIGatewayProxyEvent[] = [];
const shop = fakeLambda("shop", (event: APIGatewayProxyEvent, options) => {
  calls.push(event);
  return answer(event, options);
});

const keys = await generateKeyPair("ES256", { extractable: true });
const issuer = "http://localhost:9/staff";
const token = await new SignJWT({ "cognito:groups": ["admin"] })
  .setProtectedHeader({ alg: "ES256", kid: "1" })
  .setIssuer(issuer)
  .setSubject("staff-1")
  .setAudience("console")
  .setIssuedAt()
  .setExpirationTime("1h")
  .sign(keys.privateKey);

const log: LogEntry[] = [];
const options = {
  port: 0,
  functions: {
    shop: http("/trpc/{proxy+}"),
    ops: http("/ops/trpc/{proxy+}", { authorizer: "staff" }),
    streamer: http("/stream", { streaming: true }),
  },
  invoke: (name: string) => (name === "streamer" ? streamer : shop),
  issuers: [
    { issuer, audience: "console", jwks: { keys: [{ ...(await exportJWK(keys.publicKey)), kid: "1" }] } },
  ],
  log: (entry: LogEntry) => log.push(entry),
};
const gateway = await startGateway(options);

beforeEach(() => {
  answer = () => ({ statusCode: 200, body: "{}" });
  calls.length = 0;
  log.length = 0;
});
afterAll(() => Promise.all([gateway.stop(), streamer.stop()]));

const errorBody = async (response: Response) => ((await response.json()) as { error: unknown }).error;

test("makes the event that AWS documents", async () => {
  await fetch(`${gateway.url}/ops/trpc/ops.stock.restock?batch=1&input=a%20b&input=c+d`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "user-agent": "test" },
    body: '{"0":"é"}',
  });
  const [event] = calls;
  const maps = [
    "headers",
    "multiValueHeaders",
    "queryStringParameters",
    "multiValueQueryStringParameters",
    "claims",
  ];
  expect(shape(event, maps)).toEqual(shape(sample("api-gateway-proxy"), maps));
  expect(event).toMatchObject({
    resource: "/ops/trpc/{proxy+}",
    path: "/ops/trpc/ops.stock.restock",
    httpMethod: "POST",
    pathParameters: { proxy: "ops.stock.restock" },
    queryStringParameters: { batch: "1", input: "c d" },
    multiValueQueryStringParameters: { batch: ["1"], input: ["a b", "c d"] },
    body: '{"0":"é"}',
    requestContext: {
      authorizer: { claims: { sub: "staff-1", "cognito:groups": "admin" } },
      identity: { sourceIp: "127.0.0.1", userAgent: "test" },
      path: "/local/ops/trpc/ops.stock.restock",
      requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/) as string,
    },
  });
});

test("says null where there is nothing, and keeps the headers as they were sent", async () => {
  const request = httpRequest(`${gateway.url}/trpc/catalog.list`, {
    headers: { "X-Many": ["one", "two"], "X-Forwarded-For": "192.0.2.7" },
  });
  await once(request.end(), "response");
  expect(calls[0]).toMatchObject({
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
    headers: { "X-Many": "two", "X-Forwarded-For": "192.0.2.7, 127.0.0.1" },
    multiValueHeaders: { "X-Many": ["one", "two"] },
  });
  expect(calls[0]?.requestContext.authorizer).toBeUndefined();
});

test("encodes the proxy result: status, single and repeated headers, text and binary bodies", async () => {
  answer = () => ({
    statusCode: 201,
    headers: { "X-One": "1", "Set-Cookie": "dropped=1", "Transfer-Encoding": "chunked" },
    multiValueHeaders: { "set-cookie": ["a=1", "b=2"] },
    body: Buffer.from([0, 255]).toString("base64"),
    isBase64Encoded: true,
  });
  const response = await fetch(`${gateway.url}/trpc/x`);
  expect(response.status).toBe(201);
  expect(response.headers.get("x-one")).toBe("1");
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
});

test("gives every answer a request id and the trace, and passes a caller's trace on", async () => {
  const made = await fetch(`${gateway.url}/trpc/x`);
  expect(made.headers.get("x-amzn-requestid")).toBe(calls[0]?.requestContext.requestId);
  expect(made.headers.get("x-amzn-trace-id")).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  expect(calls[0]?.headers["X-Amzn-Trace-Id"]).toBe(made.headers.get("x-amzn-trace-id"));

  const traceId = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";
  let passedOn: string | undefined;
  answer = (_event, invokeOptions) => ((passedOn = invokeOptions.traceId), { statusCode: 200 });
  const kept = await fetch(`${gateway.url}/trpc/x`, { headers: { "x-amzn-trace-id": traceId } });
  expect([passedOn, kept.headers.get("x-amzn-trace-id")]).toEqual([traceId, traceId]);

  const replaced = await fetch(`${gateway.url}/trpc/x`, { headers: { "x-amzn-trace-id": "nonsense" } });
  expect(replaced.headers.get("x-amzn-trace-id")).toMatch(/^Root=1-/);
});

test("answers its own errors in the shape of the API's errors", async () => {
  const response = await fetch(`${gateway.url}/nowhere`);
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await errorBody(response)).toEqual({
    message: "There is nothing here.",
    code: -32004,
    data: { code: "NOT_FOUND", httpStatus: 404, appCode: "NOT_FOUND", details: {} },
  });
});

test("turns away a caller without a good token before the function is invoked", async () => {
  for (const headers of [{}, { authorization: `Bearer ${token.slice(0, -4)}AAAA` }]) {
    const response = await fetch(`${gateway.url}/ops/trpc/ops.stock.list`, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(await errorBody(response)).toMatchObject({
      code: -32001,
      data: { code: "UNAUTHORIZED", httpStatus: 401, appCode: "UNAUTHENTICATED" },
    });
  }
  expect(calls).toEqual([]);
});

test.each<[string, unknown]>([
  ["nothing", undefined],
  ["a string", "hello"],
  ["no status", { body: "x" }],
  ["a status that is none", { statusCode: 99 }],
  ["a body that is no string", { statusCode: 200, body: { a: 1 } }],
  ["a header that would split the response", { statusCode: 200, headers: { "x-a": "b\r\nset-cookie: c=d" } }],
])("a function that answers %s gives 502", async (_what, result) => {
  answer = () => result;
  const response = await fetch(`${gateway.url}/trpc/x`);
  expect(response.status).toBe(502);
  expect(await errorBody(response)).toMatchObject({
    code: -32603,
    data: { code: "BAD_GATEWAY", appCode: "INTERNAL" },
  });
});

test.each([
  ["an error", "TypeError", 502, "INTERNAL"],
  ["a time-out", "Sandbox.Timedout", 504, "INTERNAL"],
  ["a dead process", "Runtime.ExitError", 502, "INTERNAL"],
  ["no free concurrency", "TooManyRequestsException", 429, "RATE_LIMITED"],
  ["an event over the limit", "RequestTooLargeException", 413, "INVALID_INPUT"],
])("%s of the function is told without its particulars", async (_what, errorType, status, appCode) => {
  answer = () => {
    throw new FunctionError("request-1", {
      errorType,
      errorMessage: "table secret_orders",
      trace: ["at secret.ts:1"],
    });
  };
  const response = await fetch(`${gateway.url}/trpc/x`);
  expect(response.status).toBe(status);
  const body = await response.text();
  expect(body).toContain(`"appCode":"${appCode}"`);
  expect(body).not.toContain("secret");
  expect(response.headers.get("retry-after")).toBe(status === 429 ? "1" : null);
});

test("refuses a body over 10 MB, announced or not, and goes on on the same connection", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const post = async (bytes: number, headers: Record<string, string | number>) => {
    const request = httpRequest(`${gateway.url}/trpc/x`, { method: "POST", agent, headers });
    request.on("error", () => {});
    request.end(Buffer.alloc(bytes, 32));
    const [response] = (await once(request, "response")) as [import("node:http").IncomingMessage];
    return [response.statusCode, await text(response)] as const;
  };
  const size = 11 * 1024 * 1024;
  for (const headers of [{ "content-length": size }, { "transfer-encoding": "chunked" }]) {
    const [status, body] = await post(size, headers);
    expect(status).toBe(413);
    expect(JSON.parse(body)).toMatchObject({ error: { code: -32013, data: { appCode: "INVALID_INPUT" } } });
  }
  expect(calls).toEqual([]);
  expect((await post(1024, {}))[0]).toBe(200);
  agent.destroy();
});

test("refuses what is over the rate, says when to come back, and recovers", async () => {
  let now = 1_000_000;
  const throttled = await startGateway({
    ...options,
    throttle: { ratePerSecond: 1, burst: 2 },
    now: () => now,
  });
  const ask = () => fetch(`${throttled.url}/trpc/x`);
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("1");
  expect(await errorBody(refused)).toMatchObject({
    code: -32029,
    data: { code: "TOO_MANY_REQUESTS", appCode: "RATE_LIMITED", details: { retryAfterSeconds: 1 } },
  });
  now += 1000;
  expect((await ask()).status).toBe(200);
  await throttled.stop();
});

test.each([
  ["bytes that are not HTTP", "\x16\x03\x01\r\n\r\n", 400],
  ["a malformed request line", "GET\r\n\r\n", 400],
  ["a target without a path", "OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", 400],
  ["headers without end", `GET / HTTP/1.1\r\nhost: x\r\nx-a: ${"a".repeat(20_000)}\r\n\r\n`, 431],
])("%s are answered, and the gateway lives", async (_what, bytes, status) => {
  const socket = connect(gateway.port, "127.0.0.1");
  socket.write(bytes);
  const answered = await text(socket);
  expect(answered).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answered).toContain('"appCode":"INVALID_INPUT"');
  expect((await fetch(`${gateway.url}/trpc/x`)).status).toBe(200);
});

test("writes one line per request, without token, path or query", async () => {
  await fetch(`${gateway.url}/ops/trpc/ops.orders.search?input=ann%40example.com`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await eventually(() => log.length > 0);
  expect(log).toEqual([
    {
      level: "info",
      message: "access",
      requestId: calls[0]?.requestContext.requestId,
      traceId: expect.stringMatching(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/) as string,
      route: "/ops/trpc/{proxy+}",
      method: "GET",
      status: 200,
      latencyMs: expect.any(Number) as number,
      sourceIp: "127.0.0.1",
    },
  ]);
});

test("a streamed body reaches the client before the handler ends", async () => {
  const gate = join(mkdtempSync(join(tmpdir(), "doorbuster-")), "gate");
  const response = await fetch(`${gateway.url}/stream?gate=${encodeURIComponent(gate)}`);
  expect(response.status).toBe(201);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);

  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect(await reader?.read()).toEqual({ done: false, value: "first\n" });
  writeFileSync(gate, "");
  expect(await reader?.read()).toEqual({ done: false, value: "second\n" });
  expect(await reader?.read()).toEqual({ done: true, value: undefined });
});

test("a client that leaves a stream does not stop the function", async () => {
  const folder = mkdtempSync(join(tmpdir(), "doorbuster-"));
  const [gate, done] = [join(folder, "gate"), join(folder, "done")];
  const leave = new AbortController();
  const response = await fetch(`${gateway.url}/stream?${new URLSearchParams({ gate, done }).toString()}`, {
    signal: leave.signal,
  });
  await response.body?.getReader().read();
  leave.abort();
  await eventually(() => log.some((entry) => entry["clientLeft"] === true));
  writeFileSync(gate, "");
  await eventually(() => existsSync(done));
});

test("a stream that fails is a 502 before its first byte, and breaks off after it", async () => {
  const early = await fetch(`${gateway.url}/stream?fail=early`);
  expect(early.status).toBe(502);
  expect(await errorBody(early)).toMatchObject({ data: { appCode: "INTERNAL" } });
  const late = await fetch(`${gateway.url}/stream?fail=late`);
  expect(late.status).toBe(201);
  await expect(late.text()).rejects.toThrow();
});

test("stops when the requests under way are answered, and breaks off the streams", async () => {
  const other = await startGateway(options);
  const stream = await fetch(`${other.url}/stream?gate=${encodeURIComponent(join(tmpdir(), "never"))}`);
  let release = () => {};
  answer = () => new Promise((resolve) => (release = () => resolve({ statusCode: 200, body: "done" })));
  const pending = fetch(`${other.url}/trpc/x`);
  await eventually(() => calls.length === 1);
  const stopped = other.stop();
  await expect(stream.text()).rejects.toThrow();
  release();
  expect(await (await pending).text()).toBe("done");
  await stopped;
});
