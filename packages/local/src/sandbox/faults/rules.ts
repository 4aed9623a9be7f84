import * as z from "zod";
import { ArmedRules, type Armed } from "../../service-kit/armed-rules.ts";
import { declineNames } from "../cards/behaviours.ts";
import { faultNames, faults, operations, type FaultAt, type FaultName, type Operation } from "./catalogue.ts";

const delayMsMax = 600_000;

const ruleSchema = z.strictObject({
  fault: z.enum(faultNames),
  /** Of each request, charge or event that it applies to. */
  probability: z.number().gt(0).max(1).default(1),
  /** Exactly the nth of those, from 1. */
  nth: z.int().min(1).exactOptional(),
  /** Only these; all that the fault can strike without it. */
  operations: z.array(z.enum(operations)).min(1).exactOptional(),
  /** For `latency`, `webhookLate` and `webhookReordered`. */
  delayMs: z.int().min(1).max(delayMsMax).default(2_000),
  /** For `decline`. */
  decline: z.enum(declineNames).default("generic_decline"),
  /** Strikes so often and no more. */
  times: z.int().min(1).exactOptional(),
  /** Strikes for so long and no longer. */
  seconds: z.number().gt(0).max(86_400).exactOptional(),
});

export const faultsSchema = z.strictObject({
  /** The same seed, rules and requests in the same order give the same faults. Made up when missing. */
  seed: z.int().exactOptional(),
  rules: z.array(ruleSchema).min(1).max(50),
});

export type FaultRule = z.output<typeof ruleSchema>;

export interface ActiveRule extends FaultRule {
  readonly struck: number;
  /** Unix milliseconds after which it does not strike. */
  readonly until?: number;
}

export interface FaultStatus {
  readonly seed: number;
  readonly rules: readonly ActiveRule[];
}

/** A fault that strikes now. */
export interface Strike<Name extends FaultName> {
  readonly name: Name;
  readonly delayMs: number;
  readonly decline: FaultRule["decline"];
}

/** The stage-wide switch. What it is set to lives in memory; a restart clears it. */
export class FaultRules {
  readonly #rules: ArmedRules<FaultRule>;
  #seed = 0;

  constructor(now: () => number) {
    this.#rules = new ArmedRules(now);
  }

  /** Puts these rules in the place of whatever was set. */
  set({ seed, rules }: z.output<typeof faultsSchema>): void {
    this.#seed = seed ?? Math.floor(Math.random() * 2 ** 31);
    this.#rules.set(this.#seed, rules);
  }

  clear(): void {
    this.#rules.clear();
  }

  /** What is set and how often each has struck; those that are used up stay until they are cleared. */
  status(): FaultStatus {
    const rules = this.#rules.list.map(({ rule, struck, until }) => ({
      ...rule,
      struck,
      ...(Number.isFinite(until) && { until }),
    }));
    return { seed: this.#seed, rules };
  }

  request(operation: Operation): Strike<FaultAt<"request">> | undefined {
    return this.#strike("request", operation);
  }

  charge(operation: Operation): Strike<FaultAt<"charge">> | undefined {
    return this.#strike("charge", operation);
  }

  /** What becomes of a new event: whether it is ever delivered, and how much later. */
  event(): { readonly lost: boolean; readonly delayMs: number } {
    if (this.#webhook("webhookLost")) return { lost: true, delayMs: 0 };
    const late = this.#webhook("webhookLate")?.rule.delayMs ?? 0;
    const reordered = this.#webhook("webhookReordered");
    return { lost: false, delayMs: late + (reordered ? reordered.random() * reordered.rule.delayMs : 0) };
  }

  /** Whether an event that has just been delivered is delivered once more. */
  again(): boolean {
    return this.#webhook("webhookTwice") !== undefined;
  }

  #strike<At extends "request" | "charge">(at: At, operation: Operation): Strike<FaultAt<At>> | undefined {
    const struck = this.#rules.strike(
      (rule) => faults[rule.fault].strikes === at && (rule.operations?.includes(operation) ?? true),
    );
    if (!struck) return undefined;
    const { fault, delayMs, decline } = struck.rule;
    return { name: fault as FaultAt<At>, delayMs, decline };
  }

  #webhook(name: FaultAt<"webhook">): Armed<FaultRule> | undefined {
    return this.#rules.strike(({ fault }) => fault === name);
  }
}
