/** How fast jobs begin. */
export interface Pace {
  /** Jobs begun a second, or as many as `concurrency` allows. */
  readonly ratePerSecond: number | "max";
  /** Jobs in flight at most. At a fixed rate a job whose turn finds all places taken begins late, and none is left out. */
  readonly concurrency: number;
}

export interface DriveClock {
  /** Milliseconds since any fixed moment. */
  now(): number;
  /** Rejects at once when the drive is called off. */
  sleep(ms: number): Promise<void>;
}

export interface DriveOptions {
  readonly pace: Pace;
  readonly clock: DriveClock;
  /** Calls the drive off: nothing more is begun, and it throws the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * Runs every job, in order of beginning: a closed loop (`max`), or an open one in which job `i` is due at `i / rate`
 * however long the ones before it take. The first job to throw ends it; nothing is begun after that.
 */
export async function drive<Job>(
  jobs: readonly Job[],
  run: (job: Job) => Promise<void>,
  { pace, clock, signal }: DriveOptions,
): Promise<void> {
  const startedAt = clock.now();
  const queue = jobs.entries();
  let failed = false;
  const work = async () => {
    for (const [index, job] of queue) {
      if (pace.ratePerSecond !== "max") {
        const early = startedAt + (index * 1_000) / pace.ratePerSecond - clock.now();
        if (early > 0) await clock.sleep(early);
      }
      signal.throwIfAborted();
      if (failed) return;
      await run(job);
    }
  };
  const workers = Array.from({ length: Math.min(pace.concurrency, jobs.length) }, () =>
    work().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  await Promise.all(workers);
}
