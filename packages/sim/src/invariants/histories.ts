import type { Simulation } from "../simulation.ts";
import type { MemoryStore, StreamRecord } from "../store/memoryStore.ts";

/** Where an order may go, said once more here and not read from the shop's own table. */
const nextOf: Readonly<Record<string, readonly string[]>> = {
  none: ["pending"],
  pending: ["pending", "confirmed", "declined", "expired", "cancelled"],
  confirmed: ["confirmed", "shipped", "cancelled"],
  shipped: ["shipped", "delivered"],
  delivered: ["delivered"],
  cancelled: ["cancelled"],
};

/**
 * Every change of an order has its entry, and every entry its change: an order's version rises by one with each write that
 * moves it, in the same transaction an entry of that number appears, and an entry is never altered. No order goes where it
 * may not, or expires before its time.
 */
export class Histories {
  readonly #simulation: Simulation;
  #read = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Takes in the changes of one command, which all took effect at once. */
  advance({ records }: MemoryStore): void {
    const changes = records.slice(this.#read).filter(({ table }) => table === "Orders");
    this.#read = records.length;
    const entries = changes.filter(isEntry);
    const moves = changes.filter(
      (record) => !isEntry(record) && versionOf(record.newImage) !== versionOf(record.oldImage),
    );
    for (const { eventName, keys } of entries) {
      if (eventName !== "INSERT") this.#violate(`${keys["pk"]?.S} ${keys["sk"]?.S} was altered`);
    }
    for (const { keys, oldImage, newImage } of moves) {
      const [before, after] = [versionOf(oldImage), versionOf(newImage)];
      if (after !== before + 1) this.#violate(`${keys["pk"]?.S} went from version ${before} to ${after}`);
      const [from, to] = [oldImage?.["status"]?.S ?? "none", newImage?.["status"]?.S ?? "none"];
      if (!nextOf[from]?.includes(to)) this.#violate(`${keys["pk"]?.S} was ${from} and became ${to}`);
      const heldUntil = Date.parse(oldImage?.["expiresAt"]?.S ?? "");
      if (to === "expired" && this.#simulation.scheduler.now < heldUntil) {
        this.#violate(`${keys["pk"]?.S} expired before its time`);
      }
      const entry = entries.some(
        (each) => each.keys["pk"]?.S === keys["pk"]?.S && Number(each.newImage?.["seq"]?.N) === after,
      );
      if (!entry) this.#violate(`${keys["pk"]?.S} reached version ${after} without an entry`);
    }
    if (entries.length !== moves.length) this.#violate(`${entries.length} entries for ${moves.length} moves`);
  }

  #violate(what: string): void {
    this.#simulation.violate("every move has its entry", what);
  }
}

const isEntry = ({ keys }: StreamRecord) => keys["sk"]?.S?.startsWith("event#") === true;

const versionOf = (image: StreamRecord["newImage"]) => Number(image?.["version"]?.N ?? 0);
