import {
  type FunctionDefinition,
  type FunctionName,
  functions,
} from "@doorbuster/adapters/definitions/functions";

import { keysOf } from "./keysOf.ts";
import type { Settings } from "./settings.ts";

/** What AWS keeps back for functions without a reservation (Lambda developer guide, "reserved concurrency"). */
const unreservedMin = 100;

/**
 * Reservations as the settings and definitions ask for them; none at all in an account that is too small for them, or that the
 * stage shares with others.
 */
export function reserve({
  functions: { reserved, accountConcurrency },
}: Settings): Partial<Record<FunctionName, number>> {
  if (reserved === undefined) return {};
  const wanted = keysOf(functions).flatMap((name) => {
    const { reservedConcurrency }: FunctionDefinition = functions[name];
    const concurrency = reserved[name] ?? reservedConcurrency;
    return concurrency === undefined ? [] : [[name, concurrency] as const];
  });
  const total = wanted.reduce((sum, [, concurrency]) => sum + concurrency, 0);
  return total + unreservedMin > accountConcurrency ? {} : Object.fromEntries(wanted);
}
