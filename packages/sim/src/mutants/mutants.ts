import { accessMutants } from "./access.ts";
import { checkoutMutants } from "./checkout.ts";
import { eventsMutants } from "./events.ts";
import { moneyMutants } from "./money.ts";
import { movesMutants } from "./moves.ts";
import { stockMutants } from "./stock.ts";
import type { Mutant } from "./mutant.ts";

/** Every mutant, in the order in which an order meets them. */
export const mutants: readonly Mutant[] = [
  ...checkoutMutants,
  ...stockMutants,
  ...moneyMutants,
  ...movesMutants,
  ...accessMutants,
  ...eventsMutants,
];
