import { setImmediate } from "node:timers/promises";
import type { SeededRandom } from "./random.ts";
import type { Trace } from "./trace.ts";

interface Task {
  readonly at: number;
  /** Decides among tasks of one moment: chance, not the order in which they were asked for. */
  readonly tie: number;
  readonly label: string;
  readonly run: () => void;
  cancelled: boolean;
}

/** The simulation's epoch: a Friday morning at nine. */
export const epochMs = Date.UTC(2026, 10, 27, 9);

/**
 * A virtual clock and everything that waits for it. Whatever the code under test awaits from outside (a call of a store,
 * the provider's answer, a timer) is a task here, at a random moment of virtual time; tasks run one after another, and
 * between two of them all that the first one set going has come to rest. So the seed alone decides who goes first.
 */
export class Scheduler {
  readonly random: SeededRandom;
  readonly trace: Trace;
  #now = epochMs;
  readonly #tasks: Task[] = [];

  constructor(random: SeededRandom, trace: Trace) {
    this.random = random;
    this.trace = trace;
  }

  /** Milliseconds since the Unix epoch, in virtual time. */
  get now(): number {
    return this.#now;
  }

  /** Runs something later. @returns takes it back */
  after(delayMs: number, label: string, run: () => void): () => void {
    const task = { at: this.#now + Math.max(0, delayMs), tie: this.random(), label, run, cancelled: false };
    push(this.#tasks, task);
    return () => {
      task.cancelled = true;
    };
  }

  sleep(ms: number, label = "wake"): Promise<void> {
    return new Promise((resolve) => this.after(ms, label, resolve));
  }

  /**
   * Runs tasks until `isOver` says so after one of them.
   *
   * @throws Error when nothing is left to run, or at the virtual time `limitMs` after the epoch
   */
  async run(isOver: () => boolean, limitMs: number): Promise<void> {
    // What was set going before the first task settles first.
    await setImmediate();
    while (!isOver()) {
      const task = pop(this.#tasks);
      if (!task) throw new Error("nothing is left to run, and it is not over");
      if (task.cancelled) continue;
      if (task.at > epochMs + limitMs) throw new Error(`it is not over after ${limitMs / 60_000} minutes`);
      this.#now = task.at;
      this.trace.step(this.#now - epochMs, task.label);
      task.run();
      // Comes after every promise that the task settled, and every one that those settled in turn.
      await setImmediate();
    }
  }
}

const precedes = (a: Task, b: Task) => a.at < b.at || (a.at === b.at && a.tie < b.tie);

/** Adds to a binary heap. */
function push(heap: Task[], task: Task): void {
  let index = heap.push(task) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (!above || !precedes(task, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = task;
}

/** Takes the first task from a binary heap. */
function pop(heap: Task[]): Task | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (!last || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    const left = heap[2 * index + 1];
    const right = heap[2 * index + 2];
    const goRight = left && right && precedes(right, left);
    const child = goRight ? right : left;
    if (!child || !precedes(child, last)) break;
    heap[index] = child;
    index = 2 * index + (goRight ? 2 : 1);
  }
  heap[index] = last;
  return first;
}
