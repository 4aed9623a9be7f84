import type { ArmedRules, Chance } from "../../service-kit/armed-rules.ts";
import { isSingleWrite, isTransaction, type StoreRequest } from "./store-request.ts";

/**
 * What can go wrong with a request to DynamoDB. `…Before`: the store never sees it; `…After`: it is done and the answer
 * is lost. A time-out is silence until the caller gives up; a cut ends the connection at once.
 */
export const storeFaultNames = [
  "conflict",
  "throughputExceeded",
  "throttling",
  "errorBefore",
  "errorAfter",
  "timeoutBefore",
  "timeoutAfter",
  "cutBefore",
  "cutAfter",
] as const;
export type StoreFaultName = (typeof storeFaultNames)[number];

export interface StoreFaultRule extends Partial<Chance> {
  readonly fault: StoreFaultName;
  /** `TransactWriteItems`, `GetItem`, …; all that the fault can strike without it. */
  readonly operations?: readonly string[];
  /** Only requests that name this table, by its physical name. A conflict then is about an item of that table. */
  readonly table?: string;
}

export interface StoreFaultSettings {
  /** The same seed, rules and requests in the same order give the same faults. */
  readonly seed?: number;
  readonly rules?: readonly StoreFaultRule[];
  /**
   * Holds every write transaction open for so long before it is done. Until then whatever else wants one of its items
   * conflicts, as on AWS. Nothing conflicts by itself without it: the embedded store does one transaction at a time.
   */
  readonly transactionMs?: number;
}

/** What has happened since the faults were set. */
export interface StoreFaultStatus {
  /** How often each fault struck. */
  readonly struck: Readonly<Partial<Record<StoreFaultName, number>>>;
  /** Write transactions that came while `transactionMs` was set, and how many requests met one of them. */
  readonly transactions: number;
  readonly conflicts: number;
}

/** The handle of a shop or of stores that were started with `faults: true`. */
export interface StoreFaults {
  /** Puts these faults in the place of whatever was set. */
  set(settings: StoreFaultSettings): void;
  /** All is well again. What was held open is done. */
  clear(): void;
  status(): StoreFaultStatus;
}

/** A fault that strikes now, with the chance to choose its victim by. */
export interface StoreStrike {
  readonly name: StoreFaultName;
  readonly table: string | undefined;
  readonly random: () => number;
}

export type StoreFaultRules = ArmedRules<StoreFaultRule & Chance>;

export function strikeOf(rules: StoreFaultRules, request: StoreRequest): StoreStrike | undefined {
  const armed = rules.strike(({ fault, operations, table }) => {
    if (operations && !operations.includes(request.operation)) return false;
    if (table !== undefined && !request.tables.includes(table)) return false;
    return fault !== "conflict" || isTransaction(request) || isSingleWrite(request);
  });
  return armed && { name: armed.rule.fault, table: armed.rule.table, random: armed.random };
}
