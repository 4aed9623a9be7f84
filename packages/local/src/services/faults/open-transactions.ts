import { setTimeout as delay } from "node:timers/promises";

import * as errors from "./store-errors.ts";
import type { StoreError } from "./store-errors.ts";
import { isTransaction, type StoreRequest, type Touched } from "./store-request.ts";

/** The names of a table's key attributes. */
export type KeysOf = (table: string) => Promise<readonly string[]>;

/**
 * Lets write transactions take their time, and refuses what meets one that is under way, as AWS does ("Transactional
 * conflicts", DynamoDB developer guide). The embedded store does one at a time, so nothing would ever meet.
 *
 *     transaction A ── holds items 1, 2 ───────────────── done ── lets go
 *     transaction B      └─ wants 2: conflict, at once
 *     write of 1            └─ conflict, at once
 *     read of 1             └─ is answered: of reads only transactions conflict
 */
export class OpenTransactions {
  /** By item: the token of the transaction that holds it. */
  readonly #held = new Map<string, string | undefined>();
  readonly #keysOf: KeysOf;
  #holdMs = 0;
  #counts = { transactions: 0, conflicts: 0 };

  constructor(keysOf: KeysOf) {
    this.#keysOf = keysOf;
  }

  /** Counts anew. @param holdMs how long a transaction takes; 0 lets everything pass */
  start(holdMs: number): void {
    this.#holdMs = holdMs;
    this.#counts = { transactions: 0, conflicts: 0 };
  }

  /** Lets everything pass from now on. What was counted stays. */
  stop(): void {
    this.#holdMs = 0;
  }

  get active(): boolean {
    return this.#holdMs > 0;
  }

  /** Write transactions since the start, and how many requests met one of them. */
  get counts(): { readonly transactions: number; readonly conflicts: number } {
    return this.#counts;
  }

  /** Runs a request when nothing that it wants is held, and holds that meanwhile if it is a write transaction. */
  async inTurn<Answer>(request: StoreRequest, forward: () => Promise<Answer>): Promise<Answer | StoreError> {
    if (!this.active || request.items.length === 0) return forward();
    const names = await this.#name(request);
    // No turn of the event loop between looking and holding, or a rival comes in between.
    const conflicts = names.map((name) => this.#held.has(name));
    const writes = request.operation === "TransactWriteItems";
    if (writes) this.#counts.transactions += 1;
    if (conflicts.includes(true)) return this.#refuse(request, names, conflicts);
    return writes ? this.#hold(names, request.token, forward) : forward();
  }

  async #hold<Answer>(
    names: readonly string[],
    token: string | undefined,
    forward: () => Promise<Answer>,
  ): Promise<Answer> {
    for (const name of names) this.#held.set(name, token);
    try {
      await delay(this.#holdMs);
      return await forward();
    } finally {
      for (const name of names) this.#held.delete(name);
    }
  }

  #refuse(request: StoreRequest, names: readonly string[], conflicts: readonly boolean[]): StoreError {
    const { token } = request;
    const itself = token !== undefined && names.some((name) => this.#held.get(name) === token);
    if (itself) return errors.transactionInProgress();
    this.#counts.conflicts += 1;
    if (!isTransaction(request)) return errors.transactionConflict();
    return errors.transactionCancelled(conflicts.map((each) => (each ? "TransactionConflict" : undefined)));
  }

  /** The items of a request by name, in its order. */
  async #name({ items }: StoreRequest): Promise<string[]> {
    const tables = [...new Set(items.map(({ table }) => table))];
    const keys = new Map(
      await Promise.all(tables.map(async (table) => [table, await this.#keysOf(table)] as const)),
    );
    return items.map((item) => nameOf(item, keys.get(item.table) ?? []));
  }
}

function nameOf({ table, attributes }: Touched, keys: readonly string[]): string {
  return JSON.stringify([table, ...keys.map((key) => attributes[key])]);
}
