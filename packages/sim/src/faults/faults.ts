import type { SeededRandom } from "../scheduler/random.ts";

/** How likely each thing goes wrong, per occasion. */
export const faultNames = [
  /** A function dies before or after the effect of a call. */
  "crash",
  /** A call of a store, topic or stream takes place, and its answer gets lost. */
  "lostAnswer",
  /** Such a call never arrives. */
  "lostRequest",
  /** TransactionConflict, as DynamoDB answers when two transactions meet in one item. */
  "conflict",
  /** ThrottlingException or ProvisionedThroughputExceeded. */
  "throttle",
  /** 500, before or after the effect. */
  "serverError",
  /** A call takes seconds. */
  "slow",
  /** Some entries of an SNS or Kinesis batch are refused. */
  "partialBatch",
  /** A queue or a stream delivers what was handled before. */
  "redelivery",
  /** The provider: no answer, before or after it acted. */
  "paymentTimeout",
  /** The provider: 500, 409, 429 or a connection that closes, before or after it acted. */
  "paymentError",
  /** The provider cannot be reached: nothing was sent. */
  "paymentDown",
  /** The provider: a webhook never comes. */
  "webhookLost",
  /** A customer's connection breaks before the answer; the customer asks again. */
  "customerGone",
] as const;
export type FaultName = (typeof faultNames)[number];

const levels = [0.01, 0.03, 0.1, 0.25] as const;

/** The store is called dozens of times for an order, the provider and the readers a few times: those fail oftener. */
const scarcity = (name: FaultName) => (name.startsWith("payment") || name === "redelivery" ? 2 : 1);

/**
 * What goes wrong in one simulation. Each seed draws its own mix, about half of the faults and each at one of four rates:
 * many different kinds of bad days find more than one average day does (Groce et al., "Swarm Testing", ISSTA 2012). One
 * seed in sixteen is a good day, on which nobody has an excuse.
 */
export class Faults {
  readonly rates: ReadonlyMap<FaultName, number>;
  readonly #random: SeededRandom;
  #calm = true;

  constructor(random: SeededRandom) {
    this.#random = random;
    const goodDay = random.chance(1 / 16);
    const struck = faultNames.filter(() => random.chance(0.5) && !goodDay);
    this.rates = new Map(struck.map((name) => [name, random.pick(levels) * scarcity(name)]));
  }

  /** Whether this fault strikes now. */
  strikes(name: FaultName): boolean {
    if (this.#calm) return false;
    const rate = this.rates.get(name);
    return rate !== undefined && this.#random.chance(rate);
  }

  /** Until now, nothing has gone wrong. */
  begin(): void {
    this.#calm = false;
  }

  /** From now on nothing goes wrong any more: what is still open must settle. */
  calm(): void {
    this.#calm = true;
  }

  get isCalm(): boolean {
    return this.#calm;
  }
}
