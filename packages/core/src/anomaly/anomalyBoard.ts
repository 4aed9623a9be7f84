import type { Log } from "../ports.ts";
import type { DetectorState, DetectorStore } from "./anomaly.ts";

/** The detector looks once a minute: this is soon enough, and costs one read. */
const readEveryMs = 5_000;

/** What the detector last left, in one process's memory, for those who watch. */
export class AnomalyBoard {
  readonly #deps: { readonly detector: Pick<DetectorStore, "get">; readonly log: Log };
  #state: DetectorState | undefined;
  #readAt: number | undefined;
  #triedAt = -Infinity;

  constructor(deps: { readonly detector: Pick<DetectorStore, "get">; readonly log: Log }) {
    this.#deps = deps;
  }

  /** Undefined before it was first read. */
  get state(): DetectorState | undefined {
    return this.#state;
  }

  /** When it was read, milliseconds since the epoch. */
  get readAt(): number | undefined {
    return this.#readAt;
  }

  /**
   * Reads it again when that is due. It never throws: the numbers are worth showing without it, and `readAt` tells that it
   * is old. Answers whether it was read.
   */
  async refresh(now: number): Promise<boolean> {
    if (now - this.#triedAt < readEveryMs) return false;
    this.#triedAt = now;
    try {
      this.#state = await this.#deps.detector.get();
      this.#readAt = now;
      return true;
    } catch (error) {
      this.#deps.log.warn("anomalies could not be read for the live screen", { error: String(error) });
      return false;
    }
  }
}
