/** Passes a batch on. Answers which entries, by index, were not accepted; throws when none could be. */
export interface EntrySink<T> {
  send(batch: readonly T[]): Promise<number[]>;
}
