/** Where one event source stands. Times are Unix milliseconds. */
export interface SourceStatus {
  readonly function: string;
  /** Name of the table, stream or queue in the definitions; `every N minutes` for a schedule. */
  readonly source: string;
  readonly kind: "table" | "stream" | "queue" | "schedule";
  /** Records read and not yet delivered, those in flight included. */
  readonly pending: number;
  /** Records with the function right now. */
  readonly inFlight: number;
  /** True until a read has found the end of the source with nothing pending. A schedule is behind while it runs. */
  readonly behind: boolean;
  /** Start of the latest read that found nothing more to deliver: everything written before it is behind us. */
  readonly idleAt: number | null;
  /** Records delivered since start. Two equal readings around an `idleAt` mean that nothing moved. */
  readonly delivered: number;
  readonly lastSuccessAt: number | null;
  readonly consecutiveFailures: number;
}

/** A started source. */
export interface Source {
  status(): SourceStatus;
  /** Finishes the running batches, then stops reading. */
  stop(): Promise<void>;
}

/** What a reader keeps up to date while it works. */
export interface Progress {
  pending: number;
  inFlight: number;
  idleAt: number | null;
  delivered: number;
  lastSuccessAt: number | null;
  consecutiveFailures: number;
}

export function newProgress(): Progress {
  return { pending: 0, inFlight: 0, idleAt: null, delivered: 0, lastSuccessAt: null, consecutiveFailures: 0 };
}
