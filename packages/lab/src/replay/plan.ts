import type { Product } from "@doorbuster/core/catalog/product";
import { makeCatalogue } from "./catalogue.ts";
import { planCheckout, type PlannedCheckout } from "./checkouts.ts";
import { groupInvoices } from "./invoices.ts";
import type { ReplayOptions } from "./options.ts";
import type { OrderLine } from "./orderLines.ts";
import { planStock } from "./stockPlan.ts";

/** All that a run will do, decided before it touches a shop. */
export interface ReplayPlan {
  /** By stock code, as is `units`. */
  readonly catalogue: ReadonlyMap<string, Product>;
  readonly units: ReadonlyMap<string, number>;
  /** In the order of the file. */
  readonly checkouts: readonly PlannedCheckout[];
}

/** Invoices are limited first, so that only what will be asked for is for sale and in stock. Pure. */
export function planReplay(
  accepted: readonly OrderLine[],
  {
    run,
    limit,
    stockShare,
    declineShare,
  }: Pick<ReplayOptions, "run" | "limit" | "stockShare" | "declineShare">,
): ReplayPlan {
  const invoices = groupInvoices(accepted, limit);
  const taken = new Set(invoices.map(({ number }) => number));
  const lines = accepted.filter(({ invoice }) => taken.has(invoice));
  const catalogue = makeCatalogue(lines, run);
  return {
    catalogue,
    units: planStock(lines, stockShare),
    checkouts: invoices.map((invoice) => planCheckout(invoice, catalogue, declineShare)),
  };
}
