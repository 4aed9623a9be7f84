import { Faults } from "./faults/faults.ts";
import type { Invariant } from "./invariants/invariant.ts";
import { seededRandom, type SeededRandom } from "./scheduler/random.ts";
import { Scheduler } from "./scheduler/scheduler.ts";
import { Trace } from "./scheduler/trace.ts";

/** A promise of the shop that did not hold. */
export class Violation extends Error {
  override readonly name = "Violation";
  readonly invariant: Invariant;

  constructor(invariant: Invariant, what: string) {
    super(what);
    this.invariant = invariant;
  }
}

/** What every part of a simulation shares. */
export class Simulation {
  readonly random: SeededRandom;
  readonly trace: Trace;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  #calmSince: number | undefined;
  #violation: Violation | undefined;
  #defect: { readonly error: unknown } | undefined;

  constructor(seed: number, keep: number) {
    this.random = seededRandom(seed);
    this.trace = new Trace(keep);
    this.scheduler = new Scheduler(this.random, this.trace);
    this.faults = new Faults(this.random);
  }

  /** From now on nothing goes wrong any more: what is still open must settle. */
  calm(): void {
    this.faults.calm();
    this.#calmSince = this.scheduler.now;
  }

  /** Since when nothing has gone wrong, once that is so for good. */
  get calmSince(): number | undefined {
    return this.#calmSince;
  }

  /** Reports a broken promise; the simulation ends after this step. The first one counts. */
  violate(invariant: Invariant, what: string): void {
    if (this.#violation) return;
    this.#violation = new Violation(invariant, what);
    this.trace.note(`VIOLATION of ${invariant}: ${what}`);
  }

  /** Ends the simulation with a defect of its own. */
  fail(error: unknown): void {
    this.#defect ??= { error };
  }

  /** @throws the defect, if there is one */
  get violation(): Violation | undefined {
    if (this.#defect) throw this.#defect.error;
    return this.#violation;
  }
}
