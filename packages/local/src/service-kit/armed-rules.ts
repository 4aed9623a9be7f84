import { seededRandom } from "./seeded-random.ts";

/** When a rule strikes, of the cases that it applies to. */
export interface Chance {
  /** Of each case: above 0, up to 1. */
  readonly probability: number;
  /** Exactly the nth case, from 1, whatever the probability. */
  readonly nth?: number;
  /** So often and no more. */
  readonly times?: number;
  /** For so long and no longer. */
  readonly seconds?: number;
}

export interface Armed<Rule> {
  readonly rule: Rule;
  /** A sequence of the rule's own, so that other rules beside it change nothing. */
  readonly random: () => number;
  /** Unix milliseconds after which it does not strike; infinite without `seconds`. */
  readonly until: number;
  readonly struck: number;
}

/** Rules that are set and cleared together. The same seed, rules and cases give the same strikes. */
export class ArmedRules<Rule extends Chance> {
  readonly #now: () => number;
  #armed: (Armed<Rule> & { seen: number; struck: number })[] = [];

  /** @param now Unix milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  get list(): readonly Armed<Rule>[] {
    return this.#armed;
  }

  /** Puts these rules in the place of whatever was set. */
  set(seed: number, rules: readonly Rule[]): void {
    this.#armed = rules.map((rule, index) => ({
      rule,
      random: seededRandom(seed, index),
      until: rule.seconds === undefined ? Number.POSITIVE_INFINITY : this.#now() + rule.seconds * 1_000,
      seen: 0,
      struck: 0,
    }));
  }

  clear(): void {
    this.#armed = [];
  }

  /** The first rule that applies to a case and strikes it. */
  strike(applies: (rule: Rule) => boolean): Armed<Rule> | undefined {
    return this.#armed.find((armed) => {
      const { rule, random, until } = armed;
      if (this.#now() >= until || !applies(rule)) return false;
      armed.seen += 1;
      if (rule.times !== undefined && armed.struck >= rule.times) return false;
      const strikes = rule.nth === undefined ? random() < rule.probability : armed.seen === rule.nth;
      if (strikes) armed.struck += 1;
      return strikes;
    });
  }
}
