import { isDeepStrictEqual } from "node:util";
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

/** Where its payment may go, likewise. While the order itself moves, or a part is refunded, it may stay. */
const nextPaymentOf: Readonly<Record<string, readonly string[]>> = {
  none: ["open"],
  open: ["open", "requires_action", "unknown", "authorized", "failed", "voided"],
  unknown: ["unknown", "requires_action", "authorized", "failed", "voided"],
  requires_action: ["requires_action", "authorized", "failed", "voided"],
  authorized: ["authorized", "captured", "failed", "voided"],
  captured: ["captured", "refunded"],
  failed: ["failed"],
  voided: ["voided"],
  refunded: ["refunded"],
};

/** What happens to an order once, if at all. */
const once = new Set([
  "order.placed",
  "order.confirmed",
  "order.declined",
  "order.expired",
  "order.cancelled",
  "order.shipped",
  "order.delivered",
  "payment.captured",
  "payment.voided",
  "payment.lost",
  "reservation.extended",
]);

/**
 * Every change of an order has its entry, and every entry its change: an order's version rises by one with each write that
 * moves it, in the same transaction an entry of that number appears, and an entry is never altered. No order goes where it
 * may not, nor its payment, nor expires before its time, and what happens once is entered once. A write that does not move
 * it says no more than when it is to be looked at again: later, or not at all.
 */
export class Histories {
  readonly #simulation: Simulation;
  readonly #entered = new Set<string>();
  #read = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Takes in the changes of one command, which all took effect at once. */
  advance({ records }: MemoryStore): void {
    const changes = records.slice(this.#read).filter(({ table }) => table === "Orders");
    this.#read = records.length;
    const entries = changes.filter(isEntry);
    const [moves, looks] = [
      changes.filter(isMove),
      changes.filter((each) => !isEntry(each) && !isMove(each)),
    ];
    for (const entry of entries) this.#checkEntry(entry);
    for (const move of moves) this.#checkMove(move, entries);
    for (const look of looks) this.#checkLook(look);
    if (entries.length !== moves.length) this.#violate(`${entries.length} entries for ${moves.length} moves`);
  }

  #checkEntry({ eventName, keys, newImage }: StreamRecord): void {
    const [order, type] = [keys["pk"]?.S, newImage?.["type"]?.S ?? ""];
    if (eventName !== "INSERT") return this.#violate(`${order} ${keys["sk"]?.S} was altered`);
    if (!once.has(type)) return;
    const key = `${order} ${type}`;
    if (this.#entered.has(key)) this.#violate(`${order} has a second entry ${type}`);
    this.#entered.add(key);
  }

  #checkMove({ keys, oldImage, newImage }: StreamRecord, entries: readonly StreamRecord[]): void {
    const order = keys["pk"]?.S;
    const [before, after] = [versionOf(oldImage), versionOf(newImage)];
    if (after !== before + 1) this.#violate(`${order} went from version ${before} to ${after}`);
    const [from, to] = [oldImage?.["status"]?.S ?? "none", newImage?.["status"]?.S ?? "none"];
    if (!nextOf[from]?.includes(to)) this.#violate(`${order} was ${from} and became ${to}`);
    const [paid, pays] = [paymentOf(oldImage), paymentOf(newImage)];
    if (!nextPaymentOf[paid]?.includes(pays))
      this.#violate(`${order}'s payment was ${paid} and became ${pays}`);
    const heldUntil = Date.parse(oldImage?.["expiresAt"]?.S ?? "");
    if (to === "expired" && this.#simulation.scheduler.now < heldUntil) {
      this.#violate(`${order} expired before its time`);
    }
    const entry = entries.some(
      (each) => each.keys["pk"]?.S === order && Number(each.newImage?.["seq"]?.N) === after,
    );
    if (!entry) this.#violate(`${order} reached version ${after} without an entry`);
  }

  #checkLook({ keys, oldImage, newImage }: StreamRecord): void {
    const order = keys["pk"]?.S;
    const [before, after] = [oldImage?.["dueAt"]?.S ?? "", newImage?.["dueAt"]?.S];
    if (!isDeepStrictEqual(withoutDue(oldImage), withoutDue(newImage))) {
      this.#violate(`${order} was altered at version ${versionOf(newImage)}`);
    }
    if (after === undefined) return;
    if (before === "") this.#violate(`${order} was done with, and was made due again`);
    else if (after < before) this.#violate(`${order} was due at ${before}, and was made due at ${after}`);
  }

  #violate(what: string): void {
    this.#simulation.violate("every move has its entry", what);
  }
}

type Image = StreamRecord["newImage"];

const isEntry = ({ keys }: StreamRecord) => keys["sk"]?.S?.startsWith("event#") === true;
const isMove = (record: StreamRecord) =>
  !isEntry(record) && versionOf(record.newImage) !== versionOf(record.oldImage);

const versionOf = (image: Image) => Number(image?.["version"]?.N ?? 0);
const paymentOf = (image: Image) => image?.["payment"]?.M?.["state"]?.S ?? "none";

function withoutDue(image: Image): Image {
  const { dueAt: _, dueSlice: __, ...rest } = image ?? {};
  return rest;
}
