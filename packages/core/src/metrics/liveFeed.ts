import type { DetectorStore } from "../anomaly/anomaly.ts";
import { AnomalyBoard } from "../anomaly/anomalyBoard.ts";
import { isoTime, type Clock } from "../ports.ts";
import { LiveBoard } from "./liveBoard.ts";
import { slotMs } from "./liveBucket.ts";
import type { LiveReader } from "./liveStore.ts";
import { liveView, type LiveSnapshot, type LiveUpdate } from "./liveView.ts";
import { sellThrough } from "./sellThrough.ts";
import { StockBoard, type StockBoardDeps } from "./stockBoard.ts";
import { windowStart } from "./window.ts";

export interface LiveFeedDeps extends StockBoardDeps {
  readonly reader: LiveReader;
  readonly detector: Pick<DetectorStore, "get">;
  readonly clock: Clock;
}

/** How often the newest slots are read while anybody watches: a quarter of the second an order may take to the screen. */
const tickMs = 250;
/** How many of the newest slots a tick reads; an event that comes later is found with the whole window. */
const freshSlots = 6;
const windowEveryMs = 10_000;
/** A message is due after this long even if nothing changed, so that a screen can tell calm from silence. */
const calmMs = 2_000;
/** How many settled orders one message holds, and how many the first one of a new watcher. */
const settledMax = 1_000;
const settledAtFirst = 50;
/**
 * A bucket is readable a little after its events say they were counted, and clocks differ: what was counted this long
 * before the last message is sent again to a watcher who comes back.
 */
const overlapMs = 10_000;

/**
 * The live screen's numbers. One reader serves all who watch in this process, however many they are, and it rests while
 * nobody does.
 */
export class LiveFeed {
  readonly #deps: LiveFeedDeps;
  readonly #board = new LiveBoard();
  readonly #stock: StockBoard;
  readonly #anomalies: AnomalyBoard;
  /** Milliseconds since the epoch, both. */
  #asOf = -Infinity;
  #windowAsOf = -Infinity;
  /** Grows whenever something that the screen shows was read anew. */
  #revision = 0;
  #reading: Promise<void> | undefined;
  #snapshot: LiveSnapshot | undefined;
  #watchers = 0;
  #running = false;
  #tick = Promise.withResolvers<void>();

  constructor(deps: LiveFeedDeps) {
    this.#deps = deps;
    this.#stock = new StockBoard(deps);
    this.#anomalies = new AnomalyBoard(deps);
  }

  /** The numbers now, for those who cannot stream. Asked by many at once, they are read once. */
  async snapshot(): Promise<LiveSnapshot> {
    if (this.#deps.clock.now() - this.#asOf >= tickMs) await this.#refresh();
    return this.#view();
  }

  /**
   * The numbers now, then again whenever something changed, and every two seconds when nothing did. Ends when the
   * signal does. While the store cannot be read there is no message, and the screen knows by the last one's `asOf`.
   *
   * @param since `asOf` of the last message the watcher had: what was settled since then comes with the first one
   */
  async *watch(since: string | undefined, signal: AbortSignal): AsyncGenerator<LiveUpdate, void, undefined> {
    const gone = new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    this.#watchers++;
    if (!this.#running) void this.#run();
    try {
      let position: number | undefined;
      let sent = { revision: -1, asOf: -Infinity };
      while (!signal.aborted) {
        await Promise.race([this.#tick.promise, gone]);
        const due = this.#revision !== sent.revision || this.#asOf - sent.asOf >= calmMs;
        if (signal.aborted || !due) continue;
        position ??= this.#firstPosition(since);
        const { settled, leftOut } = this.#board.since(position, settledMax);
        position = this.#board.end;
        sent = { revision: this.#revision, asOf: this.#asOf };
        yield { snapshot: this.#view(), settled, settledLeftOut: leftOut };
      }
    } finally {
      this.#watchers--;
    }
  }

  #firstPosition(since: string | undefined): number {
    if (since === undefined) return Math.max(0, this.#board.end - settledAtFirst);
    return this.#board.positionOf(isoTime(Date.parse(since) - overlapMs));
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#watchers > 0) {
      try {
        await this.#refresh();
        this.#tick.resolve();
        this.#tick = Promise.withResolvers();
      } catch (error) {
        this.#deps.log.warn("live numbers could not be read", { error: String(error) });
      }
      await this.#deps.clock.sleep(tickMs);
    }
    this.#running = false;
  }

  /** One reading at a time; whoever asks meanwhile waits for the same. */
  #refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<void> {
    const { reader, clock } = this.#deps;
    const now = clock.now();
    const whole = now - this.#windowAsOf >= windowEveryMs;
    const from = whole ? windowStart(now) : now - freshSlots * slotMs;
    const [readings, restocked, looked] = await Promise.all([
      // To the end of the next slot: the clock of whoever confirmed an order may be ahead of ours.
      reader.read(from, now + slotMs, (key) => this.#board.versionOf(key)),
      this.#stock.refresh(this.#board.minutes, now),
      this.#anomalies.refresh(now),
    ]);
    const changed = this.#board.absorb(readings, windowStart(now));
    if (changed || restocked || looked) this.#revision++;
    this.#asOf = now;
    if (whole) this.#windowAsOf = now;
    this.#snapshot = undefined;
  }

  /** Folded once per reading, whoever asks. */
  #view(): LiveSnapshot {
    const [minutes, asOf] = [this.#board.minutes, this.#asOf];
    const { state, readAt } = this.#anomalies;
    this.#snapshot ??= liveView({
      minutes,
      asOf,
      windowAsOf: this.#windowAsOf,
      stockAsOf: this.#stock.asOf,
      skus: sellThrough(this.#stock.levels, this.#stock.names, minutes, asOf),
      detector: state && readAt !== undefined ? { state, readAt } : undefined,
    });
    return this.#snapshot;
  }
}
