import { expect } from "vitest";
import { compare } from "@doorbuster/lab/reconcile/compare";
import { isOpen } from "@doorbuster/lab/reconcile/figures";
import { gatherFacts } from "@doorbuster/lab/reconcile/gather";
import { readOrders } from "@doorbuster/lab/reconcile/places/orders";
import type { RoadShop } from "./kit.ts";

/**
 * Waits until nothing moves any more, then holds orders, provider, stock, live numbers, lake and inbox against each
 * other: the invariants, to the unit and to the penny.
 */
export async function accountedFor(shop: RoadShop): Promise<void> {
  const settled = async () => {
    const orders = await readOrders(shop.stores.client, shop.stores.tableName("Orders"));
    return !orders.some(isOpen);
  };
  await shop.quiet({ until: settled, timeoutMs: 150_000 });
  expect(compare(await gatherFacts(shop))).toEqual([]);
}
