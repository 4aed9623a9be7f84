/** What happened, step by step: a hash over all of it, and the last steps in words. */
export class Trace {
  steps = 0;
  #hash = 0x811c9dc5;
  readonly #kept: string[] = [];
  readonly #keep: number;

  /** @param keep how many of the last lines are kept; `Infinity` for all */
  constructor(keep: number) {
    this.#keep = keep;
  }

  /** One step of the scheduler. @param now milliseconds since the start of the simulation */
  step(now: number, label: string): void {
    this.steps++;
    this.#add(`${String(this.steps).padStart(6)}  ${(now / 1000).toFixed(3).padStart(9)} s  ${label}`);
  }

  /** What a step led to, or a fault that struck it. */
  note(text: string): void {
    this.#add(`                         ${text}`);
  }

  /** Equal for two runs only if they took the same steps at the same times. FNV-1a, 32 bit. */
  get hash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, "0");
  }

  get lines(): readonly string[] {
    return this.#kept.slice(-this.#keep);
  }

  #add(line: string): void {
    for (let i = 0; i < line.length; i++) {
      this.#hash = Math.imul(this.#hash ^ line.charCodeAt(i), 0x01000193);
    }
    this.#kept.push(line);
    if (this.#kept.length >= 2 * this.#keep) this.#kept.splice(0, this.#kept.length - this.#keep);
  }
}
