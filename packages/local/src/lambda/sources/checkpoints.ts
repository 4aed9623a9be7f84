import { DatabaseSync } from "node:sqlite";

/** How far each function has read each shard, kept over restarts. */
export interface Checkpoints {
  get(key: CheckpointKey): Checkpoint | undefined;
  set(key: CheckpointKey, checkpoint: Checkpoint): void;
  close(): void;
}

export interface CheckpointKey {
  readonly function: string;
  /** Name of the table or stream. */
  readonly source: string;
  readonly shard: string;
}

export interface Checkpoint {
  /** Which of the streams that ever bore the name; a position in one means nothing in another. */
  readonly generation: string;
  /** The sequence number of the last record that is behind us, or `SHARD_END`. */
  readonly position: string;
}

/**
 * Opens (or makes) the SQLite file at `path`; `:memory:` for one that forgets.
 *
 * A position is written after its records are delivered, without waiting for the disk: after a power cut it may be an
 * older one, and records are delivered again, which at-least-once allows; it is never a newer one.
 */
export function openCheckpoints(path: string): Checkpoints {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS checkpoint (
      function TEXT, source TEXT, shard TEXT, generation TEXT NOT NULL, position TEXT NOT NULL,
      PRIMARY KEY (function, source, shard)
    ) STRICT, WITHOUT ROWID;
  `);
  const select = database.prepare(
    "SELECT generation, position FROM checkpoint WHERE function = ? AND source = ? AND shard = ?",
  );
  const upsert = database.prepare("INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?, ?, ?)");
  return {
    get: (key) => select.get(key.function, key.source, key.shard) as Checkpoint | undefined,
    set: (key, { generation, position }) => {
      upsert.run(key.function, key.source, key.shard, generation, position);
    },
    close: () => database.close(),
  };
}
