import { functions } from "@doorbuster/adapters/definitions/functions";
import { openAtMostSecondsBy } from "@doorbuster/adapters/definitions/metrics";
import type { OrderPolicy } from "@doorbuster/core/order/policy";
import type { Simulation } from "../simulation.ts";
import type { MemoryStore } from "../store/memoryStore.ts";

/**
 * What the stated bound leaves out: it counts the sweeper's minute between two runs, and not how long the run takes that
 * settles the order. That is cut off at the function's time-out.
 */
const marginMs = functions.sweep.timeoutSeconds * 1_000;

/**
 * Nothing stays open for longer than is stated (decision 0003): while nothing goes wrong, no order is undecided for longer
 * than that after it was placed. Where something went wrong before, from the moment on at which that was over.
 */
export class OpenTimes {
  readonly #simulation: Simulation;
  readonly #mostMs: number;
  /** When each order was placed that is undecided. */
  readonly #pending = new Map<string, number>();
  #read = 0;

  constructor(simulation: Simulation, policy: OrderPolicy) {
    this.#simulation = simulation;
    this.#mostMs = openAtMostSecondsBy(policy) * 1_000 + marginMs;
  }

  /** Takes in the changes of one command, which all took effect at once. */
  advance({ records }: MemoryStore): void {
    const before = [...this.#pending];
    for (; this.#read < records.length; this.#read++) {
      const { table, keys, newImage } = records[this.#read] ?? {};
      if (table !== "Orders" || keys?.["sk"]?.S !== "order") continue;
      const id = keys["pk"]?.S ?? "";
      if (newImage?.["status"]?.S === "pending")
        this.#pending.set(id, Date.parse(newImage["placedAt"]?.S ?? ""));
      else this.#pending.delete(id);
    }
    for (const [id, placedAt] of before) this.#check(id, placedAt);
  }

  #check(id: string, placedAt: number): void {
    const { scheduler, calmSince } = this.#simulation;
    if (calmSince === undefined) return;
    const openMs = scheduler.now - Math.max(placedAt, calmSince);
    if (openMs <= this.#mostMs) return;
    this.#simulation.violate(
      "nothing stays open",
      `${id} was undecided for ${Math.round(openMs / 1000)} calm seconds`,
    );
  }
}
