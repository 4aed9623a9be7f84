import { seededRandom } from "@doorbuster/local/service-kit/seeded-random";

/** One thing that goes wrong for a while. */
export interface Trouble {
  /** What it is called in the report: `kill -9 dynamodb`, `cut off sns`. */
  readonly name: string;
  readonly holdMs: number;
  begin(): Promise<void>;
  /** Makes it well again; called however the run ends. */
  end(): Promise<void>;
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
  readonly onTrouble: (name: string) => void;
}

/** Runs every lane until the run is over. What a lane does, and in which order, depends on the seed alone. */
export async function runLanes(lanes: readonly Lane[], options: LaneOptions): Promise<void> {
  await Promise.all(lanes.map((lane, index) => runLane(lane, seededRandom(options.seed, index), options)));
}

async function runLane(
  lane: Lane,
  random: () => number,
  { sleep, over, onTrouble }: LaneOptions,
): Promise<void> {
  const [least, most] = lane.restMs;
  for (;;) {
    await sleep(least + random() * (most - least));
    if (over()) return;
    const trouble = lane.next(random);
    onTrouble(trouble.name);
    try {
      await trouble.begin();
      await sleep(trouble.holdMs);
    } finally {
      await trouble.end();
    }
  }
}

export function oneOf<T>(random: () => number, list: readonly T[]): T {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new Error("nothing to choose from");
  return chosen;
}
