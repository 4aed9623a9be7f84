import { seededRandom } from "@doorbuster/local/service-kit/seeded-random";

/** One thing that goes wrong for a while. */
export interface Trouble {
  /** What it is called in the report: `kill -9 dynamodb`, `cut off sns`. */
  readonly name: string;
  readonly holdMs: number;
  begin(): Promise<void>;
  /** Whether it need not be held any longer; asked every so often while it is. */
  isDone?(): Promise<boolean>;
  /** Makes it well again; called however the run ends. */
  end(): Promise<void>;
}

/** From when to when something was wrong, in Unix milliseconds. */
export interface Spell {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** A kind of trouble, of which there is one at a time. Lanes go on beside each other. */
export interface Lane {
  /** Between one trouble and the next: at least, and at most. */
  readonly restMs: readonly [least: number, most: number];
  next(random: () => number): Trouble;
}

export interface LaneOptions {
  readonly seed: number;
  /** Ends early, without an error, when the run is over. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly over: () => boolean;
  readonly onTrouble: (spell: Spell) => void;
}

/**
 * One trouble after the other, so that none gets in the way of the next. All of them, however soon the run is over: a run
 * that is too short for a kind of trouble would say nothing of it.
 */
export async function runOpening(troubles: readonly Trouble[], options: LaneOptions): Promise<void> {
  for (const trouble of troubles) await undergo(trouble, options);
}

/** Runs every lane until the run is over. What a lane does, and in which order, depends on the seed alone. */
export async function runLanes(lanes: readonly Lane[], options: LaneOptions): Promise<void> {
  await Promise.all(lanes.map((lane, index) => runLane(lane, seededRandom(options.seed, index), options)));
}

async function runLane(lane: Lane, random: () => number, options: LaneOptions): Promise<void> {
  const [least, most] = lane.restMs;
  for (;;) {
    await options.sleep(least + random() * (most - least));
    if (options.over()) return;
    await undergo(lane.next(random), options);
  }
}

const lookMs = 100;

async function undergo(trouble: Trouble, { sleep, over, onTrouble }: LaneOptions): Promise<void> {
  const from = Date.now();
  try {
    await trouble.begin();
    if (trouble.isDone === undefined) await sleep(trouble.holdMs);
    else {
      const until = from + trouble.holdMs;
      while (Date.now() < until && !over() && !(await trouble.isDone())) await sleep(lookMs);
    }
  } finally {
    await trouble.end();
    onTrouble({ name: trouble.name, from, to: Date.now() });
  }
}

export function oneOf<T>(random: () => number, list: readonly T[]): T {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new Error("nothing to choose from");
  return chosen;
}
