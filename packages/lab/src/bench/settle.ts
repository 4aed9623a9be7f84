import type { RunningShop } from "@doorbuster/local/shop/index";
import { openClients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { compare, type Disagreement } from "../reconcile/compare.ts";
import type { Facts } from "../reconcile/facts.ts";
import { gatherFacts } from "../reconcile/gather.ts";
import { wasConfirmed } from "../reconcile/figures.ts";
import { anyOrderOpen } from "../reconcile/places/orders.ts";

/** A figure that does not count: the books do not agree, or never came to rest. */
export class BooksDisagree extends Error {
  override readonly name = "BooksDisagree";
  constructor(disagreements: readonly Disagreement[]) {
    super(disagreements.map(({ what, which }) => [what, ...which].join("\n  ")).join("\n"));
  }
}

/** What is there once all is done. */
export interface Settled {
  /** How long the pipeline needed to catch up. */
  readonly catchUpMs: number;
  readonly facts: Facts;
}

/** How long the pipeline may take to come to rest after a run. */
const quietMsMax = 180_000;

/**
 * Waits until everything that a run set off has been done, and holds the books against each other.
 *
 * @param confirmed ids of the orders that customers were told are confirmed
 * @throws BooksDisagree
 */
export async function settle(shop: RunningShop, confirmed: readonly string[]): Promise<Settled> {
  const clients = openClients(shop.endpoints);
  const startedAt = performance.now();
  try {
    const until = async () => !(await anyOrderOpen(clients.dynamodb, physicalName("Orders")));
    await shop.quiet({ timeoutMs: quietMsMax, until });
  } finally {
    clients.destroy();
  }
  const catchUpMs = performance.now() - startedAt;
  const facts = await gatherFacts(shop);
  const known = new Set(facts.orders.filter(wasConfirmed).map(({ id }) => id));
  const lost = confirmed.filter((id) => !known.has(id));
  const disagreements = [
    ...compare(facts),
    ...(lost.length === 0
      ? []
      : [{ what: "answered as confirmed and not confirmed", which: lost.slice(0, 20) }]),
    ...Object.keys(facts.deadLetters).map((queue) => ({
      what: `messages were given up in ${queue}`,
      which: [],
    })),
  ];
  if (disagreements.length > 0) throw new BooksDisagree(disagreements);
  return { catchUpMs, facts };
}
