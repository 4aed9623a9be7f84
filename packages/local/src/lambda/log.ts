/** One structured log line. `message` is a sentence; everything else is a field beside it. */
export interface LogEntry {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly [field: string]: unknown;
}

/** Where structured lines go. The caller decides about files, colours and levels. */
export type Log = (entry: LogEntry) => void;
