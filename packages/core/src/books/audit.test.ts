import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anEvent } from "../metrics/testing.ts";
import { isAtRest } from "../order/standing.ts";
import { PaymentUnknown } from "../payment/provider.ts";
import { audit, type AuditLimits } from "./audit.ts";
import { explanationSchema, mismatchesIn } from "./books.ts";
import { depsOf } from "./testing/deps.ts";
import { AuditedShop } from "./testing/shop.ts";

const minute = 60_000;
const limits: AuditLimits = { runMs: 3 * minute, restMs: 17 * minute, orders: 100 };
const run = (shop: AuditedShop) => audit(depsOf(shop), limits);

/** Audits until all that has happened so far is audited, some calm minutes later; answers the last report. */
async function auditAll(shop: AuditedShop) {
  shop.goTo(shop.now + 2 * minute);
  const until = new Date(shop.now).toISOString();
  for (;;) {
    const report = await run(shop);
    if ((report.through ?? "") > until || report.ended === "full") return report;
    shop.goTo(shop.now + 5 * minute);
  }
}

/** What does not agree, without the particulars. */
const found = (report: Awaited<ReturnType<typeof run>>) =>
  report.mismatches.map(({ about, id, what }) => `${about} ${id}: ${what.replace(/ \(.*/, "")}`).sort();

/** A confirmed order whose money was taken. */
function sell(shop: AuditedShop, sku = "mug", quantity = 1): string {
  const id = shop.place(sku, quantity);
  shop.goTo(shop.now + 700);
  const paymentId = shop.authorize(id);
  shop.move(id, "confirm", { paymentId });
  shop.change(paymentId, { held: 0, taken: quantity * 1_000 });
  shop.move(id, "capture");
  shop.goTo(shop.now + 2_000);
  return id;
}

/** One that ended without a sale. */
function lose(shop: AuditedShop): string {
  const id = shop.place("mug");
  shop.goTo(shop.now + 700);
  shop.pay({ id: `pi_${id}`, orderId: id });
  shop.move(id, "decline", { paymentId: `pi_${id}` });
  shop.goTo(shop.now + 2_000);
  return id;
}

function aShop(): AuditedShop {
  const shop = new AuditedShop();
  shop.restock("mug", 100);
  shop.restock("unsold", 5);
  return shop;
}

test("a shop in which nothing ever happened agrees, as far as it goes", async () => {
  const shop = aShop();
  expect(await run(shop)).toMatchObject({
    ended: "caught up",
    mismatches: [],
    through: undefined,
    behindMs: 0,
  });
  const report = await auditAll(shop);
  expect(report).toMatchObject({ mismatches: [], open: 0, busySkus: 0 });
  expect(report.behindMs).toBeLessThan(60 * minute);
});

test("the books are audited once what happened has come to rest, whatever became of each order", async () => {
  const shop = aShop();
  sell(shop);
  lose(shop);
  const cancelled = sell(shop, "mug", 3);
  shop.move(cancelled, "cancel");
  shop.requestRefund(cancelled, 3_000);
  shop.giveBack(`pi_${cancelled}`, 3_000);
  const refund = shop.orders.get(cancelled)?.refunds[0];
  shop.move(cancelled, "refundRest", { refund: refund && { ...refund, state: "done" } });
  shop.restock("mug", 7);
  const early = await run(shop);
  expect(early.through).toBeUndefined();
  expect(await auditAll(shop)).toMatchObject({ mismatches: [], open: 0, busySkus: 0 });
  expect(shop.books?.held["mug"]).toBe(1);
  expect(shop.books?.minutes).toEqual({});
});

interface Break {
  /** Done behind the shop's back, to an order that was sold, and one that was not. */
  readonly how: (shop: AuditedShop, sold: string, lost: string) => void;
  readonly says: (sold: string, lost: string) => string[];
}

const breaks: Readonly<Record<string, Break>> = {
  "a refund at the provider": {
    how: (shop, sold) => shop.giveBack(`pi_${sold}`, 100),
    says: (sold) => [`order ${sold}: another payment at the provider than the order says`],
  },
  "a stray authorisation": {
    how: (shop) => shop.pay({ id: "pi_stray", held: 500 }),
    says: () => ["payment pi_stray: payments of no order"],
  },
  "a payment for an order that does not exist": {
    how: (shop) => shop.pay({ id: "pi_stray", orderId: "ord_none", taken: 500 }),
    says: () => ["order ord_none: payments of no order"],
  },
  "a second payment for an order": {
    how: (shop, sold) => shop.pay({ id: "pi_second", orderId: sold, held: 1_000 }),
    says: (sold) => [`order ${sold}: confirmed and paid more than once`],
  },
  "a payment for an order that was declined": {
    how: (shop, _, lost) => shop.pay({ id: "pi_late", orderId: lost, held: 1_000 }),
    says: (_, lost) => [`order ${lost}: not confirmed and yet money is held`],
  },
  "an edited stock row": {
    how: (shop) => void (shop.level("mug").available += 3),
    says: () => ["stock mug: sold + reserved + available is 3 more than what was stocked"],
  },
  "a unit that vanished of what was never sold": {
    how: (shop) => void (shop.level("unsold").available -= 1),
    says: () => ["stock unsold: sold + reserved + available is 1 less than what was stocked"],
  },
  "a shelf below nothing": {
    how: (shop) => void (shop.level("unsold").available = -1),
    says: () => ["stock unsold: available is below zero"],
  },
};

test.each(Object.entries(breaks))(
  "%s is found, before and after the order was audited",
  async (_, { how, says }) => {
    for (const isAudited of [false, true]) {
      const shop = aShop();
      const [sold, lost] = [sell(shop), lose(shop)];
      if (isAudited) expect(found(await auditAll(shop))).toEqual([]);
      how(shop, sold, lost);
      const report = await auditAll(shop);
      expect(found(report), `audited before: ${isAudited}`).toEqual(says(sold, lost));
      expect(found(await run(shop))).toEqual(says(sold, lost));
      expect((await run(shop)).found).toEqual([]);
    }
  },
);

test("what is wrong with an order from the beginning is found", async () => {
  const shop = aShop();
  const [unpaid, dear, hoarder] = [sell(shop), sell(shop), lose(shop)];
  shop.payments.delete(`pi_${unpaid}`);
  shop.change(`pi_${dear}`, { taken: 999 });
  const row = shop.orders.get(hoarder);
  if (row) shop.orders.set(hoarder, { ...row, takes: [{ sku: "mug", shard: 0, quantity: 1 }] });
  const wrong = [
    `order ${unpaid}: confirmed without any money held`,
    `order ${dear}: another payment at the provider than the order says`,
    `order ${hoarder}: the units that it holds are not those that were ordered`,
  ];
  expect(found(await auditAll(shop))).toEqual(wrong.toSorted()); // by order, whose ids are of chance
});

test("live numbers that miss an order, or have one too many, are late for an hour and then a mismatch", async () => {
  const shop = aShop();
  sell(shop);
  shop.countLive(anEvent({ at: new Date(shop.now + 5 * minute).toISOString(), totalMinor: 77 }));
  const [bucket] = [...shop.buckets.keys()];
  shop.buckets.delete(bucket ?? "");
  expect(found(await auditAll(shop))).toEqual([]);
  shop.goTo(shop.now + 60 * minute);
  const report = await run(shop);
  expect(report.mismatches).toMatchObject([
    {
      about: "live",
      what: "live numbers: 0 confirmed; orders table: 1 confirmed, 1000 GBP; and 1 more minutes",
    },
  ]);
});

test("a mismatch that is put right is gone, one that is explained is not counted, until it is another", async () => {
  const shop = aShop();
  sell(shop);
  shop.pay({ id: "pi_stray", taken: 500 });
  shop.level("mug").available += 3;
  expect(await auditAll(shop)).toMatchObject({
    mismatches: [{ key: "payment#pi_stray" }, { key: "stock#mug" }],
  });
  shop.giveBack("pi_stray", 500);
  expect(found(await run(shop))).toHaveLength(1);
  const [standing] = mismatchesIn(shop.books!, shop.now);
  const why = {
    what: standing?.what,
    reason: "three were found",
    actor: "ada",
    at: "2026-11-27T10:00:00.000Z",
  };
  await depsOf(shop).books.explain("stock#mug", explanationSchema.parse(why));
  expect(found(await auditAll(shop))).toEqual([]);
  sell(shop);
  expect(found(await auditAll(shop)), "still the same three").toEqual([]);
  shop.level("mug").available += 1;
  expect(found(await auditAll(shop))).toEqual([
    "stock mug: sold + reserved + available is 4 more than what was stocked",
  ]);
});

test("an order that is still open is looked at again until it is decided, and counts in its minute", async () => {
  const shop = aShop();
  const id = shop.place("mug");
  shop.goTo(shop.now + 30 * minute);
  expect(await auditAll(shop)).toMatchObject({ mismatches: [], open: 1 });
  shop.move(id, "confirm", { paymentId: shop.authorize(id) });
  shop.change(`pi_${id}`, { held: 0, taken: 1_000 });
  shop.move(id, "capture");
  expect(await auditAll(shop)).toMatchObject({ mismatches: [], open: 0 });
  shop.goTo(shop.now + 2 * 60 * minute);
  expect(await auditAll(shop)).toMatchObject({ mismatches: [], open: 0 });
});

test("a mismatch of stock stays as it was found while orders leave a later count open", async () => {
  const shop = aShop();
  sell(shop);
  shop.level("mug").available += 3;
  const [found] = (await auditAll(shop)).mismatches;
  // Placed at the very moment of the next count, and nobody can tell whether before or after it.
  const id = shop.place("mug");
  shop.move(id, "decline");
  await auditAll(shop);
  shop.place("mug");
  shop.goTo(shop.now + 25 * minute);
  expect((await run(shop)).mismatches).toEqual([found]);
});

test("an open order of which something is paid in another stretch is decided, and counts, once", async () => {
  const shop = aShop();
  const id = shop.place("mug");
  await auditAll(shop);
  // The provider was asked again, much later than usual.
  const paymentId = shop.authorize(id);
  shop.move(id, "confirm", { paymentId });
  await auditAll(shop);
  shop.change(paymentId, { held: 0, taken: 1_000 });
  shop.move(id, "capture");
  await auditAll(shop);
  shop.goTo(shop.now + 2 * 60 * minute);
  expect(await auditAll(shop)).toMatchObject({ mismatches: [], open: 0 });
});

test("an open order that is met again by its payment counts all the same once it is confirmed", async () => {
  const shop = aShop();
  const id = shop.place("mug");
  await auditAll(shop);
  // Held, but nobody came back to say so: still open when the payment's own stretch is audited.
  const paymentId = shop.authorize(id);
  expect(await auditAll(shop)).toMatchObject({ mismatches: [], open: 1 });
  shop.move(id, "confirm", { paymentId });
  shop.change(paymentId, { held: 0, taken: 1_000 });
  shop.move(id, "capture");
  await auditAll(shop);
  shop.goTo(shop.now + 2 * 60 * minute);
  expect(await auditAll(shop)).toMatchObject({ mismatches: [], open: 0 });
});

test("a provider that does not answer is waited for, and nothing is taken for wrong or for audited", async () => {
  const shop = aShop();
  sell(shop);
  shop.goTo(shop.now + 30 * minute);
  await run(shop);
  shop.goTo(shop.now + 30 * minute);
  shop.silence = new PaymentUnknown("no answer");
  const silent = await run(shop);
  expect(silent).toMatchObject({ ended: "no answer", mismatches: [] });
  shop.silence = undefined;
  expect(await auditAll(shop)).toMatchObject({ mismatches: [], ended: "caught up" });
});

test("when very much does not agree it waits, and goes on once that is settled", async () => {
  const shop = aShop();
  for (let i = 0; i < 80; i++) shop.pay({ id: `pi_stray_${i}`, taken: 100 });
  shop.goTo(shop.now + minute);
  sell(shop);
  const full = await auditAll(shop);
  expect(full.ended).toBe("full");
  expect(full.mismatches.length).toBeGreaterThanOrEqual(50);
  expect(full.mismatches.length).toBeLessThan(60);
  const { through } = full;
  shop.goTo(shop.now + 60 * minute);
  expect((await run(shop)).through).toBe(through);
  for (let i = 0; i < 80; i++) shop.change(`pi_stray_${i}`, { refunded: 100 });
  expect(await auditAll(shop)).toMatchObject({ ended: "caught up", mismatches: [] });
});

test("of two runs at once one writes the books", async () => {
  const shop = aShop();
  sell(shop);
  await run(shop);
  shop.goTo(shop.now + 30 * minute);
  const ended = (await Promise.all([run(shop), run(shop)])).map((report) => report.ended).sort();
  expect(ended).toEqual(["caught up", "overtaken"]);
  expect(await auditAll(shop)).toMatchObject({ mismatches: [] });
  expect(shop.books?.held["mug"]).toBe(1);
});

/** The longest that each thing takes. */
const longest = { write: 4_000, show: 3_000, ask: 400 };

/** A crowd: what it does and when follows from the seed, and how long everything takes. */
function crowd(seed: number): AuditedShop {
  const random = mulberry(seed);
  const { write, show, ask } = longest;
  const shop = new AuditedShop(random, { write: [0, write], show: [0, show], ask: [0, ask] });
  const skus = ["mug", "lamp", "rare"];
  for (const sku of skus) shop.restock(sku, sku === "rare" ? 4 : 500);
  /** Within a while, and not before what was just decided is written. */
  const after = (ms: number, act: () => void) =>
    shop.at(shop.now + write + 1 + Math.floor(random() * ms), act);
  const customer = () => {
    const id = shop.place(skus[Math.floor(random() * skus.length)] ?? "mug", 1 + Math.floor(random() * 3));
    after(9_000, () => decide(id, random()));
  };
  const decide = (id: string, fate: number) => {
    if (!shop.orders.has(id)) return; // sold out
    if (fate < 0.15) return shop.move(id, "decline");
    if (fate < 0.25) return after(16 * minute, () => shop.move(id, "expire"));
    const paymentId = shop.authorize(id);
    shop.move(id, "confirm", { paymentId });
    after(90_000, () => {
      const amount = shop.orders.get(id)?.totals.total.amount ?? 0;
      shop.change(paymentId, { held: 0, taken: amount });
      after(5_000, () => shop.move(id, "capture"));
      if (fate > 0.6) after(70 * minute, () => refund(id, paymentId));
    });
  };
  const refund = (id: string, paymentId: string) => {
    const isCancelled = id.endsWith("7");
    if (isCancelled) shop.move(id, "cancel");
    shop.goTo(shop.now + write);
    const amount = isCancelled ? (shop.orders.get(id)?.totals.total.amount ?? 0) : 300;
    shop.requestRefund(id, amount);
    after(2 * minute, () => {
      const requested = shop.orders.get(id)?.refunds[0];
      if (!requested) return; // its money had not been taken yet
      shop.giveBack(paymentId, amount);
      after(5_000, () =>
        shop.move(id, isCancelled ? "refundRest" : "refundPart", {
          refund: { ...requested, state: "done" },
        }),
      );
    });
  };
  for (let i = 0; i < 120; i++) shop.at(shop.now + Math.floor(random() * 50 * minute), customer);
  return shop;
}

test("sales, refunds and lapses that go on while the books are audited are never a mismatch", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const shop = crowd(seed);
      const end = shop.now + 150 * minute;
      while (shop.now < end) {
        const report = await run(shop);
        expect(report.mismatches).toEqual([]);
        shop.goTo(shop.now + 5 * minute);
      }
      // What expired unpaid waits for the sweeper's last look, which nobody takes here.
      for (const { id, status } of shop.orders.values()) if (status === "expired") shop.finish(id);
      const open = [...shop.orders.values()].filter((order) => !isAtRest(order)).length;
      expect(await auditAll(shop)).toMatchObject({ mismatches: [], open, busySkus: 0 });
      const held = [...shop.orders.values()].flatMap(({ takes }) => takes);
      const units = (sku: string) =>
        held.filter((take) => take.sku === sku).reduce((sum, { quantity }) => sum + quantity, 0);
      for (const sku of shop.stock.keys()) expect(shop.books?.held[sku] ?? 0, sku).toBe(units(sku));
    }),
    { numRuns: 25, seed: 2026 },
  );
});

test("whatever is taken from the shelf behind the crowd's back is found to the unit", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: -3, max: 3 }), async (seed, units) => {
      fc.pre(units !== 0);
      const shop = crowd(seed);
      shop.at(shop.now + 20 * minute, () => void (shop.level("lamp").available += units));
      shop.goTo(shop.now + 150 * minute);
      const report = await auditAll(shop);
      const than = units > 0 ? `${units} more` : `${-units} less`;
      expect(found(report)).toEqual([
        `stock lamp: sold + reserved + available is ${than} than what was stocked`,
      ]);
    }),
    { numRuns: 20, seed: 2026 },
  );
});

/** Numbers in [0, 1) that follow from a seed (mulberry32). */
function mulberry(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
