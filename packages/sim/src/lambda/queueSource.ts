import { queues, type QueueName } from "@doorbuster/adapters/definitions/messaging";
import type { BatchResponse } from "@doorbuster/functions/runtime/batch";
import type { Simulation } from "../simulation.ts";
import type { Outcome } from "./lambda.ts";

export interface Message {
  readonly messageId: string;
  readonly body: string;
}

interface Stored extends Message {
  visibleAt: number;
}

interface Options {
  readonly simulation: Simulation;
  readonly name: QueueName;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly invoke: (messages: readonly Message[]) => Promise<Outcome<BatchResponse>>;
}

/**
 * A standard SQS queue with its Lambda: messages come in any order, at least once, and what was not handled comes again
 * when its visibility time-out has passed.
 */
export class QueueSource {
  readonly #options: Options;
  readonly #messages = new Set<Stored>();
  #running = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  get isQuiet(): boolean {
    return this.#messages.size === 0 && this.#running === 0;
  }

  /** The far end of SNS: takes a message in, some time later, and perhaps twice. */
  put(body: string): void {
    const { simulation } = this.#options;
    const copies = simulation.faults.strikes("redelivery") ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const delayMs = simulation.faults.strikes("slow")
        ? simulation.random.whole(100, 60_000)
        : simulation.random.whole(1, 100);
      const messageId = simulation.random.text(12);
      this.#messages.add({ messageId, body, visibleAt: simulation.scheduler.now + delayMs });
      this.#pollIn(delayMs);
    }
  }

  #pollIn(delayMs: number): void {
    this.#options.simulation.scheduler.after(delayMs, `${this.#options.name} polls`, () => {
      this.#poll().catch((error: unknown) => this.#options.simulation.fail(error));
    });
  }

  async #poll(): Promise<void> {
    const { simulation, name, batchSize, concurrency, invoke } = this.#options;
    const { scheduler, random, faults } = simulation;
    const visible = [...this.#messages].filter(({ visibleAt }) => visibleAt <= scheduler.now);
    if (visible.length === 0) return;
    if (this.#running >= concurrency) return this.#pollIn(100);
    const batch = shuffled(visible, random).slice(0, random.whole(1, batchSize));
    const visibilityMs = queues[name].visibilitySeconds * 1_000;
    for (const message of batch) message.visibleAt = scheduler.now + visibilityMs;
    // Whatever becomes of this batch: what is still there then is looked at again.
    this.#pollIn(visibilityMs + 1);
    if (visible.length > batch.length) this.#pollIn(random.whole(1, 100));
    this.#running++;
    const outcome = await invoke(batch);
    this.#running--;
    if (outcome.kind !== "returned") return;
    const failed = new Set(outcome.value.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const message of batch) {
      if (!failed.has(message.messageId) && !faults.strikes("redelivery")) this.#messages.delete(message);
    }
  }
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
