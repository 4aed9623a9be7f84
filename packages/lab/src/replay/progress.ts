import type { WriteStream } from "node:tty";

export interface Standing {
  readonly done: number;
  readonly total: number;
  readonly elapsedMs: number;
}

const barWidth = 28;

/** One line: a bar, the share done, how many, the mean rate, and the time left at that rate. */
export function renderProgress({ done, total, elapsedMs }: Standing): string {
  const share = total === 0 ? 1 : done / total;
  const filled = Math.floor(share * barWidth);
  const perSecond = elapsedMs > 0 ? (done * 1_000) / elapsedMs : 0;
  const left = perSecond > 0 ? formatSeconds((total - done) / perSecond) : "–";
  const bar = `${"█".repeat(filled)}${"░".repeat(barWidth - filled)}`;
  return `${bar} ${Math.floor(share * 100)} %  ${done}/${total}  ${perSecond.toFixed(1)}/s  ${left} left`;
}

/** `8 s`, `3 min 05 s`; rounded up, so that it says 0 only at the end. */
export function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** How often a terminal's line is drawn anew, and how often a log gets another line. */
const everyMs = { terminal: 100, log: 5_000 };

/** Draws progress on a terminal's last line; where there is no terminal it writes a line now and then. */
export class ProgressBar {
  readonly #out: Pick<WriteStream, "write" | "isTTY">;
  readonly #label: string;
  readonly #total: number;
  readonly #now: () => number;
  readonly #startedAt: number;
  #drawnAt: number;

  /** It begins to count time now. */
  constructor(
    out: Pick<WriteStream, "write" | "isTTY">,
    label: string,
    total: number,
    now: () => number = () => performance.now(),
  ) {
    this.#out = out;
    this.#label = label;
    this.#total = total;
    this.#now = now;
    this.#startedAt = now();
    this.#drawnAt = this.#startedAt;
  }

  update(done: number): void {
    const now = this.#now();
    const finished = done >= this.#total;
    if (!finished && now - this.#drawnAt < (this.#out.isTTY ? everyMs.terminal : everyMs.log)) return;
    this.#drawnAt = now;
    const standing = { done, total: this.#total, elapsedMs: now - this.#startedAt };
    const line = `${this.#label} ${renderProgress(standing)}`;
    // On a terminal: to the first column, clear to the line's end (ECMA-48), and stay on the line until the last.
    this.#out.write(this.#out.isTTY ? `\r\u001b[K${line}${finished ? "\n" : ""}` : `${line}\n`);
  }
}
