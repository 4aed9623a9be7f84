import { expect, test } from "vitest";
import type { ClaimStore } from "../notification/deliver.ts";
import type { PreferenceStore } from "../notification/preferences.ts";
import { anOrder } from "../testing/orders.ts";
import { erasePerson, openOf } from "./erase.ts";
import { move, type Particulars, type Transition } from "./move.ts";
import type { MoveName } from "./lifecycle.ts";
import { personOf, type Order } from "./order.ts";
import { collectPerson } from "./person.ts";
import { defaultPolicy as policy } from "./policy.ts";
import type { OrderStore } from "./store.ts";
import { timelineEntrySchema, type TimelineEntry } from "./timeline.ts";

const now = Date.parse("2026-03-01T00:00:00.000Z");
const clock = { now: () => now, sleep: async () => undefined };
const command = {
  actor: "admin@example.com",
  traceId: "1-00000000-000000000000000000000001",
  reason: "asked for by the person",
} as const;

const walk = (order: Order, ...moves: readonly (MoveName | [MoveName, Particulars])[]) =>
  moves.reduce((at, each) => {
    const [name, particulars] = typeof each === "string" ? [each] : each;
    return move(at, name, { now: now - 1_000, policy, actor: "system" }, particulars).order;
  }, order);
const refund = {
  id: "r",
  amount: { amount: 3_395, currency: "GBP" },
  reason: "scratched",
  state: "requested",
} as const;
const delivered = (changes: Partial<Order> = {}) =>
  walk(anOrder(changes), "confirm", "capture", "ship", "deliver");

/** The rows of one shop in memory, with what was forgotten. */
function shopOf(...rows: readonly Order[]) {
  const orders = new Map(rows.map((order) => [order.id, order]));
  const entries: TimelineEntry[] = [];
  const forgotten: string[] = [];
  const store = {
    get: async (id) => orders.get(id),
    timeline: async (id) => entries.filter(({ orderId }) => orderId === id),
    byOwner: async (ownerKey) => ({
      orders: [...orders.values()].filter((order) => order.ownerKey === ownerKey),
    }),
    commit: async ({ order, entry }) => {
      orders.set(order.id, order);
      entries.push(entry);
      return true;
    },
  } as Pick<OrderStore, "get" | "timeline" | "byOwner" | "commit"> as OrderStore;
  const deps = {
    orders: store,
    preferences: {
      get: async () => undefined,
      forget: async (customer) => void forgotten.push(customer),
    } satisfies Pick<PreferenceStore, "get" | "forget">,
    claims: { forget: async (claim) => void forgotten.push(claim) } satisfies Pick<ClaimStore, "forget">,
    clock,
    random: () => 0,
    policy,
  };
  return { deps, orders, entries, forgotten };
}

test.each<[string, Order, RegExp]>([
  ["waits for its payment", anOrder(), /wait until it is paid, or cancel it/],
  ["has not left", walk(anOrder(), "confirm", "capture"), /ship and deliver it, or cancel it/],
  ["is on its way", walk(anOrder(), "confirm", "capture", "ship"), /mark it as delivered/],
  [
    "arrived before its money was taken",
    walk(anOrder(), "confirm", "ship", "deliver"),
    /payment is authorized/,
  ],
  ["has a refund under way", walk(delivered(), ["requestRefund", { refund }]), /refund is under way/],
  ["was cancelled, its money still held", walk(anOrder(), "confirm", "cancel"), /payment is authorized/],
  ["was cancelled, its money taken", walk(anOrder(), "confirm", "capture", "cancel"), /money is still here/],
  ["arrived and was never paid", walk(anOrder(), "confirm", "ship", "loseHold", "deliver"), /never paid/],
  ["lapsed a moment ago", walk(anOrder(), "expire"), /still being asked/],
])("an order that %s is not erased, and what to do is said", async (_, order, what) => {
  expect(openOf(order, { policy, clock })).toMatch(what);
  const { deps, orders } = shopOf(order);
  await expect(erasePerson(deps, order, "order", command)).rejects.toMatchObject({
    code: "CONFLICT",
    details: { open: [{ orderId: order.id, status: order.status }] },
  });
  expect(orders.get(order.id)).toBe(order);
});

test("what is erased keeps what the books need, and holds nobody", async () => {
  const order = delivered();
  const { deps, orders, entries, forgotten } = shopOf(order);
  await erasePerson(deps, order, "order", command);
  const after = orders.get(order.id)!;
  expect(after).toMatchObject({ lines: order.lines, totals: order.totals, status: "delivered", contact: {} });
  expect(after.shippingAddress).toEqual({ country: "GB" });
  expect(personOf(after)).toBeUndefined();
  expect(JSON.stringify(after)).not.toMatch(/ada|Ada|High Street|London/);
  expect(entries).toMatchObject([{ type: "order.erased", actor: command.actor, reason: command.reason }]);
  expect(JSON.stringify(entries)).not.toMatch(/ada@|Ada|High Street|London/);
  expect(entries[0]?.order).toMatchObject({ guest: true, country: "GB" });
  expect(forgotten).toEqual([`order:${order.id}`]);
});

const account = { ownerKey: "user:https://issuer#ada" };
const second = { id: "ord_zyxwvtsrqpnmkjhgfedcba98" };

test("of a customer all orders are erased and the wishes; one that is open keeps all of them", async () => {
  const [one, other] = [delivered(account), delivered({ ...account, ...second })];
  const { deps, orders, forgotten } = shopOf(one, other);
  expect(await erasePerson(deps, one, "customer", command)).toEqual([one.id, other.id]);
  expect([...orders.values()].map(({ contact }) => contact)).toEqual([{}, {}]);
  expect(forgotten).toContain(account.ownerKey);

  const open = anOrder({ ...account, ...second });
  const half = shopOf(one, open);
  await expect(erasePerson(half.deps, one, "customer", command)).rejects.toMatchObject({
    message: expect.stringMatching(`^Nothing was erased. Order ${open.id}: It is not decided yet`),
    details: { open: [{ orderId: open.id }] },
  });
  expect([...half.orders.values()]).toEqual([one, open]);
  expect(half.forgotten).toEqual([]);
});

test("erasing again changes nothing and takes up what was left", async () => {
  const order = delivered();
  const { deps, orders, entries, forgotten } = shopOf(order);
  await erasePerson(deps, order, "order", command);
  await erasePerson(deps, orders.get(order.id)!, "order", command);
  expect(entries).toHaveLength(1);
  expect(forgotten).toEqual([`order:${order.id}`, `order:${order.id}`]);
});

test("what is collected is all that is known of the person, and nothing of who else was at it", async () => {
  const order = delivered();
  const { deps, entries } = shopOf(order);
  const context = { now, policy, actor: "olga@example.com" };
  entries.push(move(anOrder(), "confirm", context).entry);
  const { orders } = await collectPerson(deps, order, "order", command);
  expect(entries.at(-1)).toMatchObject({
    type: "order.disclosed",
    actor: command.actor,
    reason: "of this order",
  });
  expect(orders).toMatchObject([
    {
      id: order.id,
      contact: order.contact,
      shippingAddress: order.shippingAddress,
      timeline: [{ by: "staff" }, { type: "order.disclosed", by: "staff" }],
    },
  ]);
  expect(JSON.stringify(orders)).not.toMatch(/olga|admin@/);
});

test("what was erased is not handed out any more", async () => {
  const { deps, orders, entries } = shopOf(delivered());
  const [order] = orders.values();
  await erasePerson(deps, order!, "order", command);
  await expect(collectPerson(deps, orders.get(order!.id)!, "customer", command)).rejects.toMatchObject({
    code: "CONFLICT",
  });
  expect(entries.map(({ type }) => type)).toEqual(["order.erased"]);
});

test("an erasure that is overtaken half-way says so, and not that nothing was erased", async () => {
  const [one, other] = [delivered(account), delivered({ ...account, ...second })];
  const { deps, orders } = shopOf(one, other);
  const overtaken = async (transition: Transition) => {
    if (transition.order.id !== other.id) return deps.orders.commit(transition);
    orders.set(other.id, walk(other, ["requestRefund", { refund }]));
    return false;
  };
  const rivalled = { ...deps, orders: { ...deps.orders, commit: overtaken } };
  await expect(erasePerson(rivalled, one, "customer", command)).rejects.toThrow(
    /happened to this order just now.*refund is under way/,
  );
  expect([...orders.values()].map(({ erasedAt }) => erasedAt !== undefined)).toEqual([true, false]);
});

test("an entry from before, which held contact and address, is read without them", () => {
  const { entry } = move(anOrder(), "confirm", { now, policy, actor: "system" });
  const { country: _, ...then } = entry.order;
  const { contact, shippingAddress } = anOrder();
  const former = { ...entry, v: 1, order: { ...then, contact, shippingAddress } };
  expect(timelineEntrySchema.parse(former)).toEqual(entry);
});
