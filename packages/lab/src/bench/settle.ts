import type { RunningShop } from "@doorbuster/local/shop/index";
import { openClients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { compare, disagreement, type Disagreement } from "../reconcile/compare.ts";
import type { Facts } from "../reconcile/facts.ts";
import { gatherFacts } from "../reconcile/gather.ts";
import { wasConfirmed } from "@doorbuster/core/order/standing";
import { anyOrderOpen } from "../reconcile/places/orders.ts";

/** A figure that does not count: the books do not agree, or never came to rest. */
export class BooksDisagree extends Error {
  override readonly name = "BooksDisagree";
  constructor(disagreements: readonly Disagreement[]) {
    super(disagreements.map(({ what, which }) => [what, ...which].join("\n  ")).join("\n"));
  }
}

/** How long the pipeline may take to come to rest after a run. */
const quietMsMax = 180_000;

/** Waits until everything that a run set off has been done. @returns how long that took, in milliseconds */
export async function comeToRest(shop: RunningShop): Promise<number> {
  const clients = openClients(shop.endpoints);
  const startedAt = performance.now();
  try {
    // Looking for open orders is work for the store, so first wait until nothing else is left to do.
    do {
      await shop.quiet({ timeoutMs: quietMsMax });
      if (performance.now() - startedAt > quietMsMax)
        throw new BooksDisagree([{ what: "orders stay open", which: [] }]);
    } while (await anyOrderOpen(clients.dynamodb, physicalName("Orders")));
  } finally {
    clients.destroy();
  }
  return performance.now() - startedAt;
}

/**
 * Holds the books of a shop at rest against each other.
 *
 * @param confirmed ids of the orders that customers were told are confirmed
 * @throws BooksDisagree
 */
export async function balance(shop: RunningShop, confirmed: readonly string[]): Promise<Facts> {
  const facts = await gatherFacts(shop);
  const known = new Set(facts.orders.filter(wasConfirmed).map(({ id }) => id));
  const lost = confirmed.filter((id) => !known.has(id));
  const disagreements = [
    ...compare(facts),
    ...disagreement("answered as confirmed and not confirmed", lost, String),
    ...disagreement("queue of messages that were given up", Object.keys(facts.deadLetters), String),
  ];
  if (disagreements.length > 0) throw new BooksDisagree(disagreements);
  return facts;
}
