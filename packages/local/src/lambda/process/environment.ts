import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { compileCache } from "../../build/compile-cache.ts";
import { FunctionError } from "./functionError.ts";
import type { FunctionOptions } from "./process.ts";
import { reservedVariables } from "./variables.ts";
import { headers, type ChildMessage } from "./wire.ts";

const runtime = fileURLToPath(new URL("./runtime.ts", import.meta.url));

export interface Invocation {
  readonly requestId: string;
  readonly traceId: string;
  readonly functionArn: string;
  /** Unix milliseconds. */
  readonly deadlineMs: number;
}

/** One process with the bundle loaded: AWS's execution environment, but that it takes several invocations at once. */
export interface Environment {
  readonly pid: number;
  /** Sends an invocation; resolves with the response's head. Rejects when the process dies or `signal` aborts first. */
  send(event: string, invocation: Invocation, signal: AbortSignal): Promise<IncomingMessage>;
  /** How the process ended, in Lambda's words. Never rejects. */
  readonly exited: Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts a process and waits until it has loaded the bundle. Throws `FunctionError`. */
export async function startEnvironment(options: FunctionOptions, requestId: string): Promise<Environment> {
  const child = fork(runtime, [options.bundle], {
    cwd: path.dirname(options.bundle), // as on Lambda, where it is the task's root
    env: { ...compileCache, ...options.env, ...reservedVariables(options) },
    execArgv: [`--max-old-space-size=${options.memoryMb}`],
    stdio: ["ignore", options.output ?? "pipe", options.output ?? "pipe", "ipc"],
  });
  for (const output of [child.stdout, child.stderr]) {
    if (output !== null) createInterface({ input: output }).on("line", options.log);
  }
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) =>
      resolve(signal === null ? `exit status ${code}` : `signal: ${signal}`),
    );
  });
  const message = await firstWord(child, exited);
  if ("failed" in message) throw new FunctionError(requestId, message.failed);
  const { port, token } = message.ready;
  const agent = new Agent({ keepAlive: true });
  void exited.then(() => agent.destroy());

  return {
    pid: child.pid ?? 0,
    exited,
    kill: (signal) => child.kill(signal),
    send: (event, invocation, signal) =>
      new Promise((resolve, reject) => {
        const request = httpRequest({
          host: "127.0.0.1",
          port,
          agent,
          signal,
          method: "POST",
          headers: {
            [headers.token]: token,
            [headers.requestId]: invocation.requestId,
            [headers.traceId]: invocation.traceId,
            [headers.functionArn]: invocation.functionArn,
            [headers.deadlineMs]: invocation.deadlineMs,
          },
        });
        request.once("response", resolve).once("error", reject).end(event);
      }),
  };
}

/** What the child says first, or what is to be said of it when it dies without a word. */
function firstWord(child: ChildProcess, exited: Promise<string>): Promise<ChildMessage> {
  return Promise.race([
    once(child, "message").then(([message]) => message as ChildMessage),
    exited.then((how): ChildMessage => {
      const errorMessage = `Runtime exited while loading: ${how}`;
      return { failed: { errorType: "Runtime.ExitError", errorMessage, trace: [] } };
    }),
  ]);
}
