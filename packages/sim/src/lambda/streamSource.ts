import type { BatchResponse } from "@doorbuster/functions/runtime/batch";
import type { Simulation } from "../simulation.ts";
import type { Outcome } from "./lambda.ts";

interface Options<R> {
  readonly simulation: Simulation;
  readonly name: string;
  /** The records of one shard, which only ever grow. */
  readonly records: readonly R[];
  readonly idOf: (record: R) => string;
  /** What is not wanted is passed over. */
  readonly isWanted: (record: R) => boolean;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly invoke: (batch: readonly R[]) => Promise<Outcome<BatchResponse>>;
}

/**
 * One shard as Lambda reads it: in order, one batch at a time, from a checkpoint that moves only after success. A batch
 * that fails comes again, halved; what was handled may come again too, since the checkpoint itself can be lost.
 */
export class StreamSource<R> {
  readonly #options: Options<R>;
  #position = 0;
  #limit: number;
  #running = false;

  constructor(options: Options<R>) {
    this.#options = options;
    this.#limit = options.batchSize;
  }

  get name(): string {
    return this.#options.name;
  }

  get isQuiet(): boolean {
    return !this.#running && this.#position === this.#options.records.length;
  }

  /** To be called when there are new records. */
  wake(): void {
    if (this.#running || this.isQuiet) return;
    this.#running = true;
    this.#read().catch((error: unknown) => this.#options.simulation.fail(error));
  }

  async #read(): Promise<void> {
    const { simulation, name, records, windowMs } = this.#options;
    const { scheduler, random } = simulation;
    await scheduler.sleep(random.whole(1, 100) + random() * windowMs, `${name} polls`);
    while (this.#position < records.length) {
      const batch = records.slice(this.#position, this.#position + random.whole(1, this.#limit));
      const wanted = batch.filter(this.#options.isWanted);
      if (wanted.length > 0) this.#intrude(wanted);
      const handled =
        wanted.length === 0 ? batch.length : this.#handledOf(batch, await this.#options.invoke(wanted));
      this.#checkpoint(handled);
      // A failed batch is halved and waits, longer than one that went well.
      const failed = handled < batch.length;
      this.#limit = failed ? Math.max(1, Math.ceil(batch.length / 2)) : this.#options.batchSize;
      if (wanted.length > 0)
        await scheduler.sleep(failed ? random.whole(200, 5_000) : random.whole(1, 50), `${name} polls`);
    }
    this.#running = false;
  }

  /** How many records from the start of the batch need not come again. */
  #handledOf(batch: readonly R[], outcome: Outcome<BatchResponse>): number {
    if (outcome.kind !== "returned") return 0;
    const failed = new Set(outcome.value.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const first = batch.findIndex((record) => failed.has(this.#options.idOf(record)));
    return first === -1 ? batch.length : first;
  }

  /** For a moment two readers believe that the shard is theirs, and both hand out the same batch. */
  #intrude(batch: readonly R[]): void {
    const { simulation, invoke } = this.#options;
    if (!simulation.faults.strikes("redelivery")) return;
    invoke(batch).catch((error: unknown) => simulation.fail(error));
  }

  #checkpoint(handled: number): void {
    const { simulation, name } = this.#options;
    if (handled > 0 && simulation.faults.strikes("redelivery")) {
      simulation.trace.note(`${name} forgets its checkpoint`);
      return;
    }
    this.#position += handled;
  }
}
