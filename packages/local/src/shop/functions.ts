import { closeSync, openSync, writeSync } from "node:fs";

import type { FunctionDefinition } from "@doorbuster/adapters/definitions/functions";

import { functionDefinitions } from "../build/definitions.ts";
import { bundlePath } from "../build/functions.ts";
import { watchFunctions } from "../build/watch-functions.ts";
import { type LambdaProcess, startFunction } from "../lambda/index.ts";
import { openLogFile } from "../services/log-file.ts";

export interface RunningFunctions {
  /** The process of each function, by name. */
  readonly processes: ReadonlyMap<string, LambdaProcess>;
  /** The process that takes the next invocation. Throws for a function that does not run. */
  readonly get: (name: string) => LambdaProcess;
  stop(): Promise<void>;
}

/** Starts every function in a process of its own, with a log of its own. With `dev`, a changed one is started anew. */
export async function startFunctions(options: {
  dataDir: string;
  envOf: (name: string) => Readonly<Record<string, string | undefined>>;
  dev: boolean;
}): Promise<RunningFunctions> {
  const processes = new Map<string, LambdaProcess>();
  const logs = new Map<string, number>();
  const entries = Object.entries(functionDefinitions);

  // An invocation that is in flight at the end still has its say, when the log may be closed already.
  const write = (name: string, line: string) => {
    const log = logs.get(name);
    if (log !== undefined) writeSync(log, `${line}\n`);
  };

  const start = async (name: string, definition: FunctionDefinition) => {
    const { timeoutSeconds, memoryMb, reservedConcurrency } = definition;
    const output = logs.get(name);
    const started = await startFunction({
      name,
      bundle: bundlePath(name),
      env: options.envOf(name),
      timeoutSeconds,
      memoryMb,
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      ...(output !== undefined && { output }),
      log: (line) => write(name, line),
    }).catch((error: unknown) => {
      throw new Error(`Function ${name} did not start: ${String(error)}`, { cause: error });
    });
    processes.set(name, started);
  };

  const restart = async (name: string) => {
    const definition = new Map(entries).get(name);
    const former = processes.get(name);
    if (definition === undefined) return;
    await start(name, definition).then(
      () => former?.stop(),
      (error: unknown) => write(name, String(error)), // the former one goes on
    );
  };

  for (const [name] of entries)
    logs.set(name, openSync(openLogFile(options.dataDir, `function-${name}`), "a"));
  let unwatch: (() => Promise<void>) | undefined;
  const stop = async () => {
    await unwatch?.();
    await Promise.all([...processes.values()].map((process) => process.stop()));
    for (const log of logs.values()) closeSync(log);
    logs.clear();
  };

  const started = await Promise.allSettled(entries.map(([name, definition]) => start(name, definition)));
  const failed = started.find((result) => result.status === "rejected");
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  if (options.dev) unwatch = await watchFunctions((changed) => void Promise.all(changed.map(restart)));
  return {
    processes,
    stop,
    get: (name) => {
      const process = processes.get(name);
      if (process === undefined) throw new Error(`no function ${name} runs`);
      return process;
    },
  };
}
