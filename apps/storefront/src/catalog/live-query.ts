import type { CallFailure } from "@doorbuster/web/trpc/errors";
import { readFailure } from "@doorbuster/web/trpc/errors";

/** What is known of a live value: the last one heard, and whether the latest attempt to hear a newer one failed. */
export interface Live<T> {
  readonly value: T | undefined;
  readonly failure: CallFailure | undefined;
}

const intervalMs = 3_000;
const intervalMsMax = 30_000;

/**
 * One public query, asked again every few seconds while somebody watches and the page is visible.
 *
 * It is `fetch` and nothing else, because the drop page carries it: a crowd loads that page at once, and a query library
 * would be a tenth of its script. All shoppers ask for the same address without a token, so a cache can answer them all.
 */
export class LiveQuery<T> {
  readonly #url: string;
  readonly #listeners = new Set<() => void>();
  /** How many times something was heard, good or bad. */
  answers = 0;
  #live: Live<T>;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;

  /**
   * @param url a tRPC query on the site's own origin
   * @param known what the server rendered, if it could
   */
  constructor(url: string, known: T | undefined) {
    this.#url = url;
    this.#live = { value: known, failure: undefined };
  }

  readonly get = (): Live<T> => this.#live;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      document.addEventListener("visibilitychange", this.#onVisibility);
      void this.#ask();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      document.removeEventListener("visibilitychange", this.#onVisibility);
      clearTimeout(this.#timer);
    };
  };

  /** Ask now instead of at the next turn. */
  readonly refresh = (): void => void this.#ask();

  readonly #onVisibility = () => {
    if (document.visibilityState === "visible") void this.#ask();
    else clearTimeout(this.#timer);
  };

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    clearTimeout(this.#timer);
    try {
      const response = await fetch(this.#url, { headers: { accept: "application/json" } });
      const body = (await response.json()) as { result?: { data: T }; error?: unknown };
      if (body.result === undefined) throw body.error;
      this.#failures = 0;
      this.#set({ value: body.result.data, failure: undefined });
    } catch (error) {
      this.#failures += 1;
      this.#set({ value: this.#live.value, failure: readFailure(error) });
    } finally {
      this.#asking = false;
      this.#askLater();
    }
  }

  #askLater(): void {
    if (this.#listeners.size === 0 || document.visibilityState === "hidden") return;
    const delayMs = Math.min(intervalMs * 2 ** this.#failures, intervalMsMax);
    this.#timer = setTimeout(() => void this.#ask(), delayMs);
  }

  #set(live: Live<T>): void {
    this.#live = live;
    this.answers += 1;
    for (const listener of this.#listeners) listener();
  }
}
