import { randomUUID } from "node:crypto";

import { startEnvironment, type Environment } from "./environment.ts";
import { FunctionError } from "./functionError.ts";
import type { FunctionOptions } from "./process.ts";
import { defaultConcurrency } from "./quotas.ts";

/** The environments of one function: the one that takes new invocations, and those that still finish old ones. */
export interface Environments {
  /** The process that takes the next invocation. */
  readonly pid: number | undefined;
  /** Starts the first environment. Throws `FunctionError`. */
  warm(): Promise<void>;
  /**
   * The environment for an invocation, started if there is none. Held until `release`. Throws `FunctionError` when the
   * bundle does not load, and over the reserved concurrency.
   */
  acquire(requestId: string): Promise<Environment>;
  release(environment: Environment): void;
  /** Gives it nothing new, and kills it when its last invocation is released. */
  retire(environment: Environment): void;
  kill(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

export function makeEnvironments(options: FunctionOptions): Environments {
  const concurrencyMax = options.reservedConcurrency ?? defaultConcurrency;
  const held = new Map<Environment, number>();
  let running = 0;
  let current: Promise<Environment> | undefined;
  let live: Environment | undefined;
  let stopped = false;

  function forget(environment: Environment): void {
    if (live !== environment) return;
    live = undefined;
    current = undefined;
  }

  async function start(requestId: string): Promise<Environment> {
    const environment = await startEnvironment(options, requestId);
    live = environment;
    held.set(environment, 0);
    void environment.exited.then(() => {
      forget(environment);
      held.delete(environment);
    });
    return environment;
  }

  async function ready(requestId: string): Promise<Environment> {
    if (stopped)
      throw new FunctionError(requestId, { errorType: "ResourceNotFoundException", errorMessage: "Stopped" });
    try {
      return await (current ??= start(requestId));
    } catch (error) {
      current = undefined; // the next invocation tries again
      throw error;
    }
  }

  return {
    get pid() {
      return live?.pid;
    },
    async warm() {
      await ready(randomUUID());
    },
    async acquire(requestId) {
      if (running >= concurrencyMax) throw throttled(requestId, concurrencyMax);
      running += 1;
      try {
        const environment = await ready(requestId);
        held.set(environment, (held.get(environment) ?? 0) + 1);
        return environment;
      } catch (error) {
        running -= 1;
        throw error;
      }
    },
    release(environment) {
      running -= 1;
      const others = (held.get(environment) ?? 0) - 1;
      if (held.has(environment)) held.set(environment, others);
      if (others === 0 && environment !== live) environment.kill("SIGKILL");
    },
    retire: forget,
    kill: (signal) => live?.kill(signal),
    async stop() {
      stopped = true;
      await current?.catch(() => undefined);
      const all = [...held.keys()];
      for (const environment of all) environment.kill("SIGKILL"); // as Lambda does without extensions
      await Promise.all(all.map((environment) => environment.exited));
    },
  };
}

function throttled(requestId: string, limit: number): FunctionError {
  const errorMessage = `Rate exceeded: ${limit} invocations are running`;
  return new FunctionError(requestId, { errorType: "TooManyRequestsException", errorMessage });
}
