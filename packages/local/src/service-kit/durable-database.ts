import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

/** How long a commit waits for company. A card network takes a hundred times as long to answer. */
const groupMs = 8;

/**
 * SQLite that has every write on disk before the writer hears of it, and still writes fast.
 *
 * `synchronous = FULL` makes each commit wait for the disk. So requests that arrive together share one transaction, each
 * in a savepoint of its own, and are all answered after its one commit (group commit):
 *
 *     request A ── savepoint ─┐
 *     request B ── savepoint ─┼─ commit (one fsync) ── answer A, B, C
 *     request C ── savepoint ─┘
 *
 * Work is synchronous, so two pieces of work never interleave. A read may see what is not yet committed; it is answered
 * after that commit too, or a crash could take back what a client was told.
 */
export class DurableDatabase {
  readonly #sql: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #group: PromiseWithResolvers<void> | undefined;

  /** @param schema idempotent statements (`create table if not exists …`), run at once */
  constructor(file: string, schema: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#sql = new DatabaseSync(file);
    this.#sql.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
    this.#sql.exec(schema);
  }

  /** Runs `work` atomically and resolves with its result once that is on disk. What `work` throws undoes it alone. */
  async write<T>(work: () => T): Promise<T> {
    const group = this.#group ?? this.#begin();
    const result = this.savepoint(work);
    await group.promise;
    return result;
  }

  /** Runs `work` and resolves with its result once all that it may have seen is on disk. */
  async read<T>(work: () => T): Promise<T> {
    const group = this.#group;
    const result = work();
    await group?.promise;
    return result;
  }

  /** Runs `work` so that what it throws undoes its own writes only. For use inside {@link write}. */
  savepoint<T>(work: () => T): T {
    this.#sql.exec("savepoint work");
    try {
      const result = work();
      this.#sql.exec("release work");
      return result;
    } catch (error) {
      this.#sql.exec("rollback to work; release work");
      throw error;
    }
  }

  /** A prepared statement, prepared once. */
  statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#sql.prepare(sql)));
    return statement;
  }

  /** Commits what is open and closes the file. */
  close(): void {
    if (this.#group) this.#commit(this.#group);
    this.#sql.close();
  }

  #begin(): PromiseWithResolvers<void> {
    const group = Promise.withResolvers<void>();
    // Every member of the group hears of a failed commit through its own `await`.
    group.promise.catch(() => undefined);
    this.#sql.exec("begin immediate");
    this.#group = group;
    // Whoever comes within these milliseconds joins the group: under load half the commits, and half the waits for a
    // disk that others wait for too.
    setTimeout(() => this.#commit(group), groupMs);
    return group;
  }

  #commit(group: PromiseWithResolvers<void>): void {
    if (this.#group !== group) return; // closed in between
    this.#group = undefined;
    try {
      this.#sql.exec("commit");
      group.resolve();
    } catch (error) {
      if (this.#sql.isTransaction) this.#sql.exec("rollback");
      group.reject(error);
    }
  }
}
