import type { Clock } from "@doorbuster/core/ports";

interface Event {
  readonly at: number;
  /** Tells events of one moment apart: first asked for, first woken. */
  readonly seq: number;
  readonly wake: () => void;
}

/**
 * A clock that jumps from one event to the next: code that sleeps runs as written, in no time, and always in the same
 * order.
 */
export class VirtualTime implements Clock {
  #now = 0;
  #seq = 0;
  /** A binary heap, the earliest event at the root. */
  readonly #heap: Event[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.#push({ at: this.#now + ms, seq: this.#seq++, wake });
    });
  }

  /** Runs until nobody sleeps any more. */
  async run(): Promise<void> {
    for (let next = this.#pop(); next; next = this.#pop()) {
      this.#now = next.at;
      next.wake();
      await quiet();
    }
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let i = heap.push(event) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (!above || !before(event, above)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = event;
  }

  #pop(): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      const [a, b] = [heap[left], heap[left + 1]];
      const [child, at] = a && b && before(b, a) ? [b, left + 1] : [a, left];
      if (!child || !before(child, last)) break;
      heap[i] = child;
      i = at;
    }
    heap[i] = last;
    return first;
  }
}

function before(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq);
}

/** All promises that can go on have gone on: Node runs them before the next turn of its loop. */
function quiet(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
