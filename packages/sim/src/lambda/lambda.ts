import { functions, type FunctionName } from "@doorbuster/adapters/definitions/functions";
import type { Simulation } from "../simulation.ts";
import { Process } from "./process.ts";

/** How an invocation ended, as the caller of a Lambda sees it. */
export type Outcome<T> =
  | { readonly kind: "returned"; readonly value: T }
  /** The handler threw. `excused`: faults struck its calls. */
  | { readonly kind: "failed"; readonly error: unknown; readonly excused: boolean }
  | { readonly kind: "died" };

/** One function, as the parts that a process of it puts together when it starts. */
export type Start<Handler> = (process: Process) => Handler;

/**
 * A Lambda: processes that take one invocation each at a time, are kept for the next one, and are killed at the
 * function's time-out.
 */
export class Lambda<Handler> {
  readonly name: FunctionName;
  readonly #simulation: Simulation;
  readonly #start: Start<Handler>;
  readonly #idle: { readonly process: Process; readonly handler: Handler }[] = [];
  #started = 0;
  #running = 0;

  constructor(simulation: Simulation, name: FunctionName, start: Start<Handler>) {
    this.#simulation = simulation;
    this.name = name;
    this.#start = start;
  }

  get isQuiet(): boolean {
    return this.#running === 0;
  }

  /** Runs the handler in an idle process or a new one. */
  invoke<T>(call: (handler: Handler, process: Process) => Promise<T>): Promise<Outcome<T>> {
    const instance = this.#take();
    const { process, handler } = instance;
    const mishaps = { faults: 0, died: false };
    process.mishaps = mishaps;
    process.isFrozen = false;
    const timeoutMs = functions[this.name].timeoutSeconds * 1_000;
    this.#running++;
    return new Promise((resolve) => {
      const end = (outcome: Outcome<T>) => {
        cancelTimeout();
        process.onDeath(undefined);
        process.isFrozen = true;
        this.#running--;
        if (!process.isDead) this.#idle.push(instance);
        resolve(outcome);
      };
      const cancelTimeout = this.#simulation.scheduler.after(timeoutMs, `${process.name} times out`, () => {
        if (this.#simulation.faults.isCalm && mishaps.faults === 0) {
          this.#simulation.violate(
            "nothing hangs",
            `${process.name} ran for ${timeoutMs} ms without a fault`,
          );
        }
        process.kill("is killed at its time-out");
      });
      process.onDeath(() => end({ kind: "died" }));
      // What a dead process still answers is heard by nobody: it never gets to say it.
      call(handler, process).then(
        (value) => process.resume(() => end({ kind: "returned", value })),
        (error: unknown) => process.resume(() => end({ kind: "failed", error, excused: mishaps.faults > 0 })),
      );
    });
  }

  #take() {
    const { random } = this.#simulation;
    while (this.#idle.length > 0) {
      const [instance] = this.#idle.splice(random.whole(0, this.#idle.length - 1), 1);
      // One may have died idle, of a request that it had given up.
      if (instance && !instance.process.isDead) return instance;
    }
    const process = new Process(this.#simulation, `${this.name}-${++this.#started}`);
    return { process, handler: this.#start(process) };
  }
}
