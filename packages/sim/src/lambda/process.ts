import type { Clock, Log } from "@doorbuster/core/ports";
import type { Simulation } from "../simulation.ts";

/** What befell one invocation: an excuse for what it answers, or for what it did twice. */
export interface Mishaps {
  faults: number;
  died: boolean;
}

/** An execution environment of one function: what it remembers between invocations dies with it. */
export class Process {
  readonly name: string;
  readonly simulation: Simulation;
  /** Of the present invocation. */
  mishaps: Mishaps = { faults: 0, died: false };
  /** Between two invocations a process is frozen: what was left to do may be done in the next one, or never. */
  isFrozen = true;
  #dead = false;
  #onDeath: (() => void) | undefined;

  constructor(simulation: Simulation, name: string) {
    this.simulation = simulation;
    this.name = name;
  }

  get isDead(): boolean {
    return this.#dead;
  }

  /** Whether a request that is still on its way gets there: of one whose sender is not there any more, nobody knows. */
  reaches(): boolean {
    return !(this.#dead || this.isFrozen) || this.simulation.random.chance(0.5);
  }

  /** What runs in it never continues; what it has done so far stays. */
  kill(why: string): void {
    if (this.#dead) return;
    this.#dead = true;
    this.mishaps.died = true;
    this.simulation.trace.note(`${this.name} ${why}`);
    this.#onDeath?.();
  }

  onDeath(run: (() => void) | undefined): void {
    this.#onDeath = run;
  }

  /** Continues with a result, unless the process died in the meantime. */
  resume(run: () => void): void {
    if (!this.#dead) run();
  }

  readonly clock: Clock = {
    now: () => this.simulation.scheduler.now,
    sleep: (ms) =>
      new Promise((resolve) =>
        this.simulation.scheduler.after(ms, `${this.name} wakes`, () => this.resume(resolve)),
      ),
  };

  readonly log: Log = {
    info: () => undefined,
    warn: (message, fields) => this.#note("warn", message, fields),
    error: (message, fields) => this.#note("error", message, fields),
  };

  #note(level: string, message: string, fields: Record<string, unknown> = {}): void {
    this.simulation.trace.note(`${this.name} ${level}: ${message} ${JSON.stringify(fields)}`);
  }
}
