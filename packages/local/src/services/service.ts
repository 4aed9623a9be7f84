import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

import { compileCache } from "../build/compile-cache.ts";
import type { Leash } from "../shop/leash.ts";
import { signalGroup } from "../shop/process-group.ts";
import type { Crash, ServiceHandle, ServiceName } from "../shop/types.ts";
import { baseEnvironment } from "./base-environment.ts";
import { lastLines } from "./log-file.ts";

export interface ServiceOptions {
  readonly name: ServiceName;
  readonly port: number;
  readonly command: string;
  readonly args: readonly string[];
  /** Besides what every process needs; the shell's other variables are not inherited. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Takes stdout and stderr, appended. */
  readonly logFile: string;
  readonly leash: Leash;
  /** Runs once it listens, before anybody is told. */
  readonly onListening?: () => void;
  /** It is gone and nobody stopped it. */
  readonly onCrash: (crash: Crash) => void;
}

/** How long a process may take to listen: a cold `next dev` on a slow disk takes a quarter of this. */
const readyMsMax = 60_000;
/** How long it may take over its own end before it is killed. */
const stopMsMax = 5_000;

/** A service in a process of its own; not started by construction. */
export class Service implements ServiceHandle {
  readonly #options: ServiceOptions;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #state: "stopped" | "starting" | "running" | "stopping" = "stopped";

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  get name(): ServiceName {
    return this.#options.name;
  }

  get port(): number {
    return this.#options.port;
  }

  get logFile(): string {
    return this.#options.logFile;
  }

  pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves once it listens. Throws an Error with the end of its log if it ends before, or never listens. */
  async start(): Promise<void> {
    if (this.#state !== "stopped") return;
    this.#state = "starting";
    const child = launch(this.#options);
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      child.once("error", (error) => resolve(this.#ended(child, error.message)));
      child.once("exit", (code, signal) => {
        resolve(this.#ended(child, signal === null ? `exit code ${code}` : `signal ${signal}`));
      });
    });
    const answered = await answers(this.port, () => this.#child === child);
    if (answered && this.#child === child) {
      this.#options.onListening?.();
      this.#state = "running";
      return;
    }
    await this.kill();
    throw new Error(`${this.name} did not start:\n${lastLines(this.logFile)}`);
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    this.#state = "stopping";
    signalGroup(pid, signal);
    const inTime = await Promise.race([
      this.#exited.then(() => true),
      delay(stopMsMax, false, { ref: false }),
    ]);
    if (!inTime) signalGroup(pid, "SIGKILL");
    await this.#exited;
    signalGroup(pid, "SIGKILL"); // whatever of its own it left behind
  }

  #ended(child: ChildProcess, reason: string): void {
    const { leash, onCrash } = this.#options;
    if (child.pid !== undefined) leash.release(child.pid);
    const crashed = this.#state === "running";
    this.#child = undefined;
    this.#state = "stopped";
    if (crashed) onCrash({ name: this.name, reason, lastLines: lastLines(this.logFile) });
  }
}

/** Every process leads a group of its own: a Ctrl-C in the terminal must reach us alone, who stop the rest in order. */
function launch({ command, args, env, cwd, logFile, leash }: ServiceOptions): ChildProcess {
  const log = openSync(logFile, "a");
  const child = spawn(command, args, {
    cwd,
    env: { ...baseEnvironment(), ...compileCache, ...env },
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  if (child.pid !== undefined) leash.hold(child.pid);
  return child;
}

/** Tries until something listens at the port: true. False once `alive` denies or the time is up. */
async function answers(port: number, alive: () => boolean): Promise<boolean> {
  const deadline = Date.now() + readyMsMax;
  while (alive() && Date.now() < deadline) {
    if (await listens(port)) return true;
    await delay(20);
  }
  return false;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const answer = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", () => answer(true)).once("error", () => answer(false));
  });
}
