import type { StoreRequest, Touched } from "./store-request.ts";

/** The names of a table's key attributes. */
export type KeysOf = (table: string) => Promise<readonly string[]>;

/**
 * Which items a write transaction is under way on.
 *
 *     transaction A ── holds items 1, 2 ───────────────── done ── lets go
 *     transaction B      └─ wants 2: conflict, at once
 *     write of 1            └─ conflict, at once
 *     read of 1             └─ is answered: only transactions of reads conflict
 */
export class OpenTransactions {
  /** By item: the token of the transaction that holds it. */
  readonly #held = new Map<string, string | undefined>();
  readonly #keysOf: KeysOf;

  constructor(keysOf: KeysOf) {
    this.#keysOf = keysOf;
  }

  /** The items of a request by name, in its order. */
  async name({ items }: StoreRequest): Promise<string[]> {
    const tables = [...new Set(items.map(({ table }) => table))];
    const keys = new Map(
      await Promise.all(tables.map(async (table) => [table, await this.#keysOf(table)] as const)),
    );
    return items.map((item) => nameOf(item, keys.get(item.table) ?? []));
  }

  /** Which of these somebody holds, one answer for each. */
  conflicts(names: readonly string[]): boolean[] {
    return names.map((name) => this.#held.has(name));
  }

  /** Whether these are held by this very transaction, which is being repeated before it was answered. */
  isRepeated(names: readonly string[], token: string | undefined): boolean {
    return token !== undefined && names.some((name) => this.#held.get(name) === token);
  }

  /** Call it in the same turn as {@link conflicts}, or a rival comes in between. */
  hold(names: readonly string[], token: string | undefined): void {
    for (const name of names) this.#held.set(name, token);
  }

  release(names: readonly string[]): void {
    for (const name of names) this.#held.delete(name);
  }
}

function nameOf({ table, attributes }: Touched, keys: readonly string[]): string {
  return JSON.stringify([table, ...keys.map((key) => attributes[key])]);
}
