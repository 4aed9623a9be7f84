import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { buffer, text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { afterAll, expect, test, vi } from "vitest";

import { eventually } from "../testing/eventually.ts";
import { startFunction, type FunctionOptions, type LambdaProcess } from "./process.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 }); // real processes, on a machine that may be busy

const fixture = (file: string) => fileURLToPath(new URL(`../testing/${file}`, import.meta.url));
const started: LambdaProcess[] = [];
const lines: string[] = [];

async function start(options: Partial<FunctionOptions> = {}): Promise<LambdaProcess> {
  const lambda = await startFunction({
    name: "probe",
    bundle: fixture("probe.ts"),
    timeoutSeconds: 20,
    memoryMb: 256,
    log: (line) => lines.push(line),
    ...options,
  });
  started.push(lambda);
  return lambda;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const probe = await start();
afterAll(() => Promise.all(started.map((lambda) => lambda.stop())));

test.concurrent("answers what the handler returned, from another process", async () => {
  expect(await probe.invoke({ do: "echo", text: "héllo\u2028" })).toEqual({
    text: "héllo\u2028",
    pid: probe.pid,
  });
  expect(probe.pid).not.toBe(process.pid);
  expect(await probe.invoke({ do: "nothing" })).toBeNull();
});

test.concurrent("gives the handler Lambda's context and variables, and nothing of ours", async () => {
  process.env["NOT_FOR_FUNCTIONS"] = "secret";
  const lambda = await start({ name: "context", env: { TABLE: "Orders" }, memoryMb: 300 });
  const answer = await lambda.invoke(
    { do: "context" },
    { requestId: "request-1", traceId: "Root=1-5759e988-a" },
  );
  expect(answer).toMatchObject({
    awsRequestId: "request-1",
    functionName: "context",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:context",
    memoryLimitInMB: "300",
    logGroupName: "/aws/lambda/context",
    logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/) as string,
    env: {
      TABLE: "Orders",
      AWS_LAMBDA_FUNCTION_NAME: "context",
      AWS_REGION: "us-east-1",
      AWS_EXECUTION_ENV: expect.stringMatching(/^AWS_Lambda_nodejs/) as string,
    },
  });
  const { remainingMs, env } = answer as { remainingMs: number; env: Record<string, string> };
  expect(remainingMs).toBeGreaterThan(0);
  expect(remainingMs).toBeLessThanOrEqual(20_000);
  expect(env).not.toHaveProperty("NOT_FOR_FUNCTIONS");
});

test.concurrent("keeps the trace ids of concurrent invocations apart", async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `Root=1-5759e988-${index}`);
  const answers = await Promise.all(
    ids.map((traceId, index) =>
      probe.invoke({ do: "trace", ms: 20 - index }, { traceId, requestId: String(index) }),
    ),
  );
  expect(answers).toEqual(ids.map((env, index) => ({ env, requestId: String(index) })));
});

test.concurrent("reports what the handler threw in Lambda's shape, and goes on", async () => {
  const { pid } = probe;
  await expect(
    probe.invoke({ do: "throw", text: "no such thing" }, { requestId: "request-2" }),
  ).rejects.toMatchObject({
    errorType: "TypeError",
    message: "no such thing",
    requestId: "request-2",
    trace: expect.arrayContaining([expect.stringContaining("probe.ts")]) as string[],
  });
  expect(await probe.invoke({ do: "echo" })).toEqual({ pid });
});

test.concurrent("hands every line that the function prints to the log", async () => {
  await probe.invoke({ do: "print", text: "one\ntwo" });
  await eventually(() => lines.includes("one") && lines.includes("two"));
});

test.concurrent("kills a function that runs out of time, even one that never yields, and the next invocation works", async () => {
  const timeOut = async (what: string) => {
    const lambda = await start({ timeoutSeconds: 1 });
    const pid = lambda.pid ?? 0;
    await expect(lambda.invoke({ do: what })).rejects.toMatchObject({
      errorType: "Sandbox.Timedout",
      message: expect.stringMatching(/Task timed out after 1\.00 seconds$/) as string,
    });
    expect(await lambda.invoke({ do: "echo" })).toMatchObject({ pid: lambda.pid });
    expect(lambda.pid).not.toBe(pid);
    await eventually(() => !isAlive(pid));
  };
  await Promise.all([timeOut("hang"), timeOut("spin")]);
});

test.concurrent("lets the neighbours of a timed-out invocation finish", async () => {
  const lambda = await start({ timeoutSeconds: 2 });
  const pid = lambda.pid ?? 0;
  const gate = join(mkdtempSync(join(tmpdir(), "doorbuster-")), "gate");
  const slow = expect(lambda.invoke({ do: "hang" })).rejects.toMatchObject({ errorType: "Sandbox.Timedout" });
  await lambda.invoke({ do: "trace", ms: 1000 }); // the neighbour's own time runs out a second later
  const neighbour = lambda.invoke({ do: "wait", text: gate }, { requestId: "neighbour" });
  await slow;
  writeFileSync(gate, "");
  expect(await neighbour).toEqual({ requestId: "neighbour" });
  await eventually(() => !isAlive(pid));
});

test.concurrent("a process that dies fails its invocation and is replaced by the next", async () => {
  const lambda = await start();
  const pid = lambda.pid;
  await expect(lambda.invoke({ do: "exit" })).rejects.toMatchObject({
    errorType: "Runtime.ExitError",
    message: expect.stringMatching(/Runtime exited with error: exit status 3$/) as string,
  });
  const hanging = expect(lambda.invoke({ do: "hang" })).rejects.toMatchObject({
    message: expect.stringMatching(/signal: SIGKILL$/) as string,
  });
  await lambda.invoke({ do: "echo" });
  lambda.kill("SIGKILL");
  await hanging;
  expect(await lambda.invoke({ do: "echo" })).toMatchObject({ pid: lambda.pid });
  expect(lambda.pid).not.toBe(pid);
});

test.concurrent("a bundle that does not load says why", async () => {
  const folder = mkdtempSync(join(tmpdir(), "doorbuster-"));
  const write = (name: string, source: string) => {
    writeFileSync(join(folder, name), source);
    return join(folder, name);
  };
  const broken = write("broken.mjs", "throw new RangeError('broken at load')");
  const empty = write("empty.mjs", "export const other = 1");
  const dying = write("dying.mjs", "process.exit(7)");
  await expect(start({ bundle: broken })).rejects.toMatchObject({
    errorType: "RangeError",
    message: "broken at load",
  });
  await expect(start({ bundle: empty })).rejects.toMatchObject({ errorType: "Runtime.HandlerNotFound" });
  await expect(start({ bundle: dying })).rejects.toMatchObject({
    errorType: "Runtime.ExitError",
    message: "Runtime exited while loading: exit status 7",
  });
});

test.concurrent("refuses what is over the reserved concurrency or the payload limit", async () => {
  const lambda = await start({ reservedConcurrency: 1, timeoutSeconds: 1 });
  const first = expect(lambda.invoke({ do: "hang" })).rejects.toMatchObject({
    errorType: "Sandbox.Timedout",
  });
  await expect(lambda.invoke({ do: "echo" })).rejects.toMatchObject({
    errorType: "TooManyRequestsException",
  });
  await first;
  expect(await lambda.invoke({ do: "echo" })).toMatchObject({ pid: lambda.pid });

  const tooMuch = { do: "echo", text: "x".repeat(7 * 1024 * 1024) };
  await expect(lambda.invoke(tooMuch)).rejects.toMatchObject({ errorType: "RequestTooLargeException" });
  await expect(lambda.invoke({ do: "huge" })).rejects.toMatchObject({
    errorType: "Function.ResponseSizeTooLarge",
  });
  expect(await lambda.invoke({ do: "echo" })).toMatchObject({ pid: lambda.pid });
});

test.concurrent("a streamed body arrives before the handler ends, behind its metadata and eight NULs", async () => {
  const lambda = await start({ bundle: fixture("streamer.ts") });
  const gate = join(mkdtempSync(join(tmpdir(), "doorbuster-")), "gate");
  const { contentType, body } = await lambda.invokeStreaming({ queryStringParameters: { gate } });
  expect(contentType).toBe("application/vnd.awslambda.http-integration-response");

  let received = "";
  body.on("data", (chunk: Buffer) => (received += chunk.toString()));
  await eventually(() => received.endsWith("first\n"));
  const [metadata, opening] = received.split("\0".repeat(8));
  expect(JSON.parse(metadata ?? "")).toMatchObject({ statusCode: 201, cookies: ["a=1", "b=2"] });
  expect(opening).toBe("first\n");

  writeFileSync(gate, "");
  await once(body, "end");
  expect(received.endsWith("first\nsecond\n")).toBe(true);
});

test.concurrent("a stream that fails fails the invocation, before its first byte or after", async () => {
  const lambda = await start({ bundle: fixture("streamer.ts") });
  await expect(lambda.invokeStreaming({ queryStringParameters: { fail: "early" } })).rejects.toMatchObject({
    errorType: "RangeError",
    message: "before the first byte",
  });
  const { body } = await lambda.invokeStreaming({ queryStringParameters: { fail: "late" } });
  await expect(buffer(body)).rejects.toMatchObject({
    errorType: "RangeError",
    message: "after the first byte",
  });
});

test.concurrent("a stream that is read no more runs on to its end", async () => {
  const lambda = await start({ bundle: fixture("streamer.ts") });
  const folder = mkdtempSync(join(tmpdir(), "doorbuster-"));
  const [gate, done] = [join(folder, "gate"), join(folder, "done")];
  const { body } = await lambda.invokeStreaming({ queryStringParameters: { gate, done } });
  body.destroy();
  writeFileSync(gate, "");
  await eventually(() => existsSync(done));
  const next = await lambda.invokeStreaming({});
  expect(await text(next.body)).toContain("second");
});

test.concurrent("a function ends when its parent is killed", async () => {
  const parent = spawn(process.execPath, [fixture("parent.ts")], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface({ input: parent.stdout }), "line")) as [string];
  const pid = Number(line);
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await eventually(() => !isAlive(pid));
});
