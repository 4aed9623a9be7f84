import type { Order } from "@doorbuster/core/order/order";
import type { ReserveOutcome } from "@doorbuster/core/order/store";
import type { Clock, Random } from "@doorbuster/core/ports";
import type { ShardLimits } from "@doorbuster/core/stock/shardCount";
import type { Take } from "@doorbuster/core/stock/shards";

export interface StoreModel extends ShardLimits {
  /** From the caller to the item and back, without the time for which it is held. */
  readonly travelMs: number;
}

/** One shard: an item alone in its partition. */
interface Shard {
  isHeld: boolean;
  /** Write units that may be spent at once, and when they were last counted. */
  units: number;
  countedAt: number;
}

export interface Counts {
  attempts: number;
  conflicts: number;
  throttles: number;
}

/**
 * DynamoDB's transactions as far as they are published: an item that one has prepared is held until it commits, and every
 * other that comes meanwhile is cancelled; each pays its write units, the cancelled ones too, from a bucket that fills at
 * the partition's rate and holds one second's worth. (Up to 300 s of unused capacity may be kept for bursts, says the
 * Developer Guide, "Burst and adaptive capacity", but a partition never takes more than its rate for long, and nothing is
 * promised.)
 *
 * There is always enough stock, so that nothing but the limits decides.
 */
export class ModelledStore {
  readonly counts: Counts = { attempts: 0, conflicts: 0, throttles: 0 };
  readonly #model: StoreModel;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #shards = new Map<string, Shard>();

  constructor(model: StoreModel, clock: Clock, random: Random) {
    this.#model = model;
    this.#clock = clock;
    this.#random = random;
  }

  async reserve(order: Pick<Order, "takes">): Promise<ReserveOutcome> {
    this.counts.attempts++;
    const outcome = await this.#transact(order.takes);
    if (outcome === "written") return { kind: "reserved" };
    this.counts[outcome]++;
    return { kind: "contended" };
  }

  /** Gives the units back. @returns whether that went through */
  async release(takes: readonly Take[]): Promise<boolean> {
    return (await this.#transact(takes)) === "written";
  }

  async #transact(takes: readonly Take[]): Promise<"written" | "conflicts" | "throttles"> {
    await this.#clock.sleep(this.#model.travelMs / 2);
    const shards = takes.map(({ sku, shard }) => this.#shardOf(`${sku}#${shard}`));
    const outcome = this.#prepare(shards);
    if (outcome === "written") {
      await this.#clock.sleep(this.#heldMs());
      for (const shard of shards) shard.isHeld = false;
    }
    await this.#clock.sleep(this.#model.travelMs / 2);
    return outcome;
  }

  #prepare(shards: readonly Shard[]): "written" | "conflicts" | "throttles" {
    const paid = shards.map((shard) => this.#pay(shard));
    if (shards.some(({ isHeld }) => isHeld)) return "conflicts";
    if (paid.includes(false)) return "throttles";
    for (const shard of shards) shard.isHeld = true;
    return "written";
  }

  #pay(shard: Shard): boolean {
    const { writeUnitsPerSecond, writeUnitsPerTouch } = this.#model;
    const elapsedMs = this.#clock.now() - shard.countedAt;
    const filled = Math.min(writeUnitsPerSecond, shard.units + (elapsedMs / 1_000) * writeUnitsPerSecond);
    const isEnough = filled >= writeUnitsPerTouch;
    shard.units = isEnough ? filled - writeUnitsPerTouch : filled;
    shard.countedAt = this.#clock.now();
    return isEnough;
  }

  /** Half of it always, half drawn from an exponential distribution: never none, and now and then several times as long. */
  #heldMs(): number {
    const mean = this.#model.heldMs / 2;
    return mean - mean * Math.log(1 - this.#random());
  }

  #shardOf(key: string): Shard {
    const known = this.#shards.get(key);
    if (known) return known;
    const shard = { isHeld: false, units: this.#model.writeUnitsPerSecond, countedAt: this.#clock.now() };
    this.#shards.set(key, shard);
    return shard;
  }
}
