import { ScanCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimOf } from "@doorbuster/core/notification/deliver";
import { defaultPreferences, emptyProfile, guestKeyOf } from "@doorbuster/core/notification/preferences";
import { refundOrder } from "@doorbuster/core/order/command";
import { erasePerson } from "@doorbuster/core/order/erase";
import type { MoveName } from "@doorbuster/core/order/lifecycle";
import { move } from "@doorbuster/core/order/move";
import { defaultPolicy } from "@doorbuster/core/order/policy";
import { openRaceBench, type RaceBench } from "../testing/raceBench.ts";
import { dynamoClaimStore } from "./claimStore.ts";
import { dynamoPreferenceStore } from "./preferenceStore.ts";

let bench: RaceBench;
beforeAll(async () => {
  bench = await openRaceBench();
});
afterAll(() => bench.close());

const admin = { actor: "admin@example.com", traceId: "1-00000000-000000000000000000000000" };
const preferencesOf = (client: DynamoDBClient) =>
  dynamoPreferenceStore(client, bench.nameOf("Preferences"), bench.clock);
const claimsOf = (client: DynamoDBClient) =>
  dynamoClaimStore(client, bench.nameOf("Notifications"), () => "lease");
const deps = (client = bench.client) => ({
  ...bench.deps(client),
  preferences: preferencesOf(client),
  claims: claimsOf(client),
});

/** A guest's order that has arrived. */
async function delivered(sku: string): Promise<string> {
  const { orderId } = await bench.place(bench.checkout(await bench.sell(sku, 2)));
  const names: readonly MoveName[] = ["capture", "ship", "deliver"];
  for (const name of names) {
    const context = { now: bench.clock.now(), actor: "system", policy: defaultPolicy };
    expect(await deps().orders.commit(move(await bench.order(orderId), name, context))).toBe(true);
  }
  return orderId;
}

const erase = async (orderId: string, client?: DynamoDBClient) =>
  erasePerson(deps(client), await bench.order(orderId), "order", {
    ...admin,
    reason: "asked for by the person",
  });
const refund = async (orderId: string, client?: DynamoDBClient) =>
  refundOrder(
    deps(client),
    await bench.order(orderId),
    { id: "scratched", amount: { amount: 100, currency: "GBP" } },
    { ...admin, reason: "scratched" },
  );
const typesOf = async (orderId: string) => (await deps().orders.timeline(orderId)).map(({ type }) => type);

/*
 *   this erasure                      a rival
 *   reads a delivered order
 *                                     decides a refund
 *   transact: still that version? ─ no
 *   → a refund is under way: refused
 */
test("an erasure that a refund comes before is refused, and nothing is lost", async () => {
  const orderId = await delivered("REFUNDED");
  const erasing = bench.race("an order moves from the version that was read", {
    rival: () => refund(orderId),
    run: (client) => erase(orderId, client),
  });
  await expect(erasing).rejects.toMatchObject({
    code: "CONFLICT",
    details: { open: [{ orderId, what: expect.stringContaining("refund is under way") }] },
  });
  const order = await bench.order(orderId);
  expect(order.contact.email).toBeDefined();
  expect(order.erasedAt).toBeUndefined();
});

/*
 *   this refund                       a rival
 *   reads the order, person and all
 *                                     erases it
 *   transact: still that version? ─ no
 *   → decided from the row without a person
 */
test("whoever read the order before it was erased does not write the person back", async () => {
  const orderId = await delivered("LATE");
  await bench.race("an order moves from the version that was read", {
    rival: () => erase(orderId),
    run: (client) => refund(orderId, client),
  });
  const order = await bench.order(orderId);
  expect(order).toMatchObject({ contact: {}, shippingAddress: { country: "GB" }, fingerprint: "" });
  expect(order.refunds).toHaveLength(1);
  expect((await typesOf(orderId)).slice(-2)).toEqual(["order.erased", "refund.requested"]);
});

test("an order that two erase at once is erased once", async () => {
  const orderId = await delivered("TWICE");
  await bench.race("an order moves from the version that was read", {
    rival: () => erase(orderId),
    run: (client) => erase(orderId, client),
  });
  expect((await typesOf(orderId)).filter((type) => type === "order.erased")).toHaveLength(1);
  expect(await erase(orderId)).toEqual([orderId]);
});

/*
 *   this customer, with the guest's link   a rival
 *   reads the order: it is still theirs
 *                                          erases it, and forgets the wishes
 *   writes a telephone number: forgotten? ─ yes
 *   → refused
 */
test("whoever read the order before it was erased leaves no wishes behind", async () => {
  const orderId = await delivered("WISHES");
  const customer = guestKeyOf(orderId);
  const wishing = bench.race("wishes are written unless they were forgotten for good", {
    rival: () => erase(orderId),
    run: (client) => preferencesOf(client).set(customer, { ...defaultPreferences, phone: "+447700900123" }),
  });
  await expect(wishing).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await preferencesOf(bench.client).get(customer)).toEqual(emptyProfile);
});

test("nothing in any table names the person afterwards: row, history, wishes and claims", async () => {
  const orderId = await delivered("ALL");
  const { contact, shippingAddress } = await bench.order(orderId);
  const email = contact.email ?? "";
  const phone = "+447700900123";
  await preferencesOf(bench.client).set(guestKeyOf(orderId), {
    ...defaultPreferences,
    sms: ["confirmed"],
    phone,
  });
  const [confirmed] = (await deps().orders.timeline(orderId)).filter(
    ({ type }) => type === "order.confirmed",
  );
  for (const [channel, to] of [
    ["email", email],
    ["sms", phone],
  ] as const) {
    await claimsOf(bench.client).take(
      await claimOf(confirmed?.id ?? "", channel, to),
      bench.clock.now(),
      60_000,
    );
  }
  const named = [email, phone, shippingAddress.name, shippingAddress.line1, shippingAddress.postalCode];
  const hashes = await Promise.all([email, phone].map((to) => claimOf("", "", to)));
  const holds = async () => {
    const tables = ["Orders", "Preferences", "Notifications"].map((name) => bench.nameOf(name));
    const found = await Promise.all(
      tables.map((TableName) => bench.client.send(new ScanCommand({ TableName }))),
    );
    const rows = found.flatMap(({ Items = [] }) => Items.map((item) => JSON.stringify(item)));
    const ours = rows.filter((row) => row.includes(orderId));
    return [...named, ...hashes.map((hash) => hash.split("#").at(-1))].filter((each) =>
      ours.some((row) => row.includes(String(each))),
    );
  };
  expect(await holds()).toHaveLength(7);
  await erase(orderId);
  expect(await holds()).toEqual([]);
});
