import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import { anEvent, orderIdFor } from "../metrics/testing.ts";
import { bucketKeyOf, count, emptyBucket, type LiveBucket } from "../metrics/liveBucket.ts";
import type { OrderEvent } from "../metrics/orderEvent.ts";
import { minuteMs } from "../metrics/window.ts";
import { isoTime } from "../ports.ts";
import { nothingDetected } from "./anomaly.ts";
import { detect } from "./detect.ts";
import { stretchesOf } from "./stretch.ts";
import {
  after,
  binomial,
  gaussian,
  looks,
  minutes,
  poisson,
  seeded,
  start,
  told,
  type Minute,
} from "./testing.ts";

vi.setConfig({ testTimeout: 30_000 }); // days of minutes, on a machine that may be busy

const seed = 11;

/** Sixty orders a minute, with the ups and downs of any day. */
const ordinary = (i: number): Minute => ({
  placed: 60 + ((i * 7) % 13) - 6,
  declined: (i * 5) % 4,
  confirmMs: 500 + ((i * 37) % 90),
  lagMs: 300 + ((i * 53) % 120),
});

const day = (length: number, change: (i: number) => Minute = () => ({})) =>
  minutes(length, (i) => ({ ...ordinary(i), ...change(i) }));

const from = (begin: number, end: number, minute: Minute) => (i: number) =>
  i >= begin && i < end ? minute : {};

test("an ordinary day is told of with no word", () => {
  expect(told(looks(day(300)))).toEqual([]);
});

test("nor is a shop without an order, one that never varies, or one with an order now and then", () => {
  expect(told(looks(minutes(120, () => ({ placed: 0 }))))).toEqual([]);
  expect(told(looks(minutes(120, () => ({ placed: 40, declined: 1 }))))).toEqual([]);
  expect(
    told(looks(minutes(240, (i) => ({ placed: i % 9 === 0 ? 1 : 0, declined: i % 27 === 0 ? 1 : 0 })))),
  ).toEqual([]);
});

const troubles: [string, Minute][] = [
  ["moreDeclines", { declined: 20 }],
  ["slowerConfirmation", { confirmMs: 4_000 }],
  ["pipelineLag", { lagMs: 20_000 }],
  ["fewerOrders", { placed: 12, declined: 0 }],
  ["moreOrders", { placed: 180, units: { LAMP: 180 } }],
];

test.each(troubles)(
  "%s is told once when three minutes have shown it, and once when three have shown that it is over",
  (name, minute) => {
    const all = looks(day(140, from(60, 80, minute)));
    expect(told(all).filter((line) => line.endsWith(name))).toEqual([`63 began ${name}`, `83 over ${name}`]);
    const over = all.flatMap((look) => look.over).find(({ series }) => series === name);
    expect([over?.startedAt, over?.endedAt, over?.ended]).toEqual([
      isoTime(after(60)),
      isoTime(after(80)),
      "back",
    ]);
  },
);

test("two bad minutes are chance, and a third that is good begins the count anew", () => {
  const all = looks(day(120, (i) => (i >= 60 && i < 90 && i % 3 !== 2 ? { declined: 30 } : {})));
  expect(told(all)).toEqual([]);
});

test("however the day varies by chance, nothing is told of it", () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(2, 15, 150), (drawn, mean) => {
      const random = seeded(drawn);
      const all = minutes(270, () => {
        const placed = poisson(random, mean * Math.exp(0.15 * gaussian(random)));
        return {
          placed,
          declined: binomial(random, placed, 0.05),
          confirmMs: 500 * Math.exp(0.3 * gaussian(random)),
          lagMs: 300 * Math.exp(0.5 * gaussian(random)),
        };
      });
      expect(told(looks(all))).toEqual([]);
    }),
    { seed, numRuns: 4 },
  );
});

test("a step is found within five minutes of its beginning, whatever the day was like before", () => {
  const trouble = fc.constantFrom(...troubles);
  fc.assert(
    fc.property(fc.integer(), trouble, fc.integer({ min: 35, max: 60 }), (drawn, [name, change], at) => {
      const random = seeded(drawn);
      const all = minutes(at + 5, (i) => {
        const placed = poisson(random, 60);
        const usual = {
          placed,
          declined: binomial(random, placed, 0.03),
          confirmMs: 500 * Math.exp(0.2 * gaussian(random)),
          lagMs: 300 * Math.exp(0.3 * gaussian(random)),
        };
        return i < at ? usual : { ...usual, placed: 60, ...change };
      });
      const line = told(looks(all)).find((each) => each.endsWith(`began ${name}`));
      expect(Number(line?.split(" ")[0])).toBeGreaterThanOrEqual(at + 3);
    }),
    { seed, numRuns: 40 },
  );
});

test("in a small shop it takes ten decided orders, three times over", () => {
  const all = looks(
    minutes(160, (i) => ({ placed: 5, declined: i >= 100 && i < 120 ? 4 : i % 20 === 0 ? 1 : 0 })),
  );
  const declines = told(all).filter((line) => line.endsWith("moreDeclines"));
  expect(declines).toEqual(["106 began moreDeclines", expect.stringMatching(/^12\d over moreDeclines$/)]);
});

test("what lasts an hour is the new usual: told as such, not told again, and its end is no news", () => {
  const all = looks(day(300, from(60, 200, { confirmMs: 4_000 })));
  expect(told(all)).toEqual(["63 began slowerConfirmation", "120 over slowerConfirmation"]);
  expect(all.flatMap(({ over }) => over)[0]).toMatchObject({
    ended: "usual",
    usual: { value: expect.closeTo(540, -2) },
  });
});

test("while it lasts it teaches nothing: right after a long one the next is found as quickly", () => {
  const bad = { declined: 20 };
  const all = looks(day(160, (i) => ({ ...from(60, 100, bad)(i), ...from(108, 120, bad)(i) })));
  expect(told(all)).toEqual([
    "63 began moreDeclines",
    "103 over moreDeclines",
    "111 began moreDeclines",
    "123 over moreDeclines",
  ]);
});

test("what is no longer seen at all is over, and said to be so", () => {
  const all = looks(day(120, (i) => (i < 60 ? {} : i < 70 ? { declined: 25 } : { placed: 0, declined: 0 })));
  const over = all.flatMap((look) => look.over).find(({ series }) => series === "moreDeclines");
  expect(over).toMatchObject({ ended: "unseen", value: expect.closeTo(0.4, 1) });
});

/** A drop of three products that nobody could buy before, from minute 60 on: a crowd that grows smaller. */
const crowd = (i: number, left: (minute: number) => number = () => 1) => {
  const orders = Math.round((3_000 / (1 + (i - 60) / 5)) * left(i));
  return {
    placed: orders,
    units: { COAT: orders, BOOTS: Math.round(orders / 2), SCARF: Math.round(orders / 4) },
  };
};

test("the beginning of a drop is no anomaly, in a shop at rest or one that sells other goods, nor is its slow end", () => {
  const atRest = minutes(240, (i) => (i < 60 ? { placed: 0 } : crowd(i)));
  expect(told(looks(atRest))).toEqual([]);
  const beside = day(240, (i) => {
    if (i < 60) return {};
    const { placed, units } = crowd(i);
    return { placed: placed + 60, units: { LAMP: 60, ...units } };
  });
  expect(told(looks(beside))).toEqual([]);
});

test("a drop that sells out is no fall in orders; one that stops while there are goods is", () => {
  const steady = (i: number) => ({
    placed: i < 60 ? 0 : i < 120 ? 300 : 4,
    units: { COAT: i < 60 ? 0 : i < 120 ? 300 : 4 },
  });
  const all = minutes(200, steady);
  expect(told(looks(all, (minute) => (minute > 120 ? ["COAT"] : [])))).toEqual([]);
  expect(told(looks(all))).toEqual(["123 began fewerOrders", expect.stringMatching(/over fewerOrders$/)]);
});

test("goods of which a part sold out are expected to sell less, not nothing", () => {
  const both = (i: number) => (i < 90 ? { placed: 100, units: { COAT: 60, BOOTS: 40 } } : undefined);
  const sold = (units: Record<string, number>) => (i: number) =>
    both(i) ?? { placed: Object.values(units).reduce((a, b) => a + b, 0), units };
  const coatIsGone = (minute: number) => (minute > 90 ? ["COAT"] : []);
  expect(told(looks(minutes(110, sold({ BOOTS: 38 })), coatIsGone))).toEqual([]);
  expect(told(looks(minutes(110, sold({ BOOTS: 3 })), coatIsGone))).toEqual(["93 began fewerOrders"]);
});

test("robots: one product that outruns all others is told of by name, a crowd that buys everything is not", () => {
  const goods = (lamp: number, rest: number) => ({ placed: lamp + rest, units: { LAMP: lamp, CUP: rest } });
  const robots = minutes(120, (i) => (i >= 60 && i < 75 ? goods(90, 40) : goods(20 + (i % 3), 40 - (i % 3))));
  expect(told(looks(robots)).filter((line) => line.includes("fasterSale"))).toEqual([
    "63 began fasterSale LAMP",
    "78 over fasterSale LAMP",
  ]);
  const crowded = minutes(120, (i) => (i >= 60 && i < 75 ? goods(100, 200) : goods(20, 40)));
  expect(told(looks(crowded))).toEqual(["63 began moreOrders", "78 over moreOrders"]);
});

/** Forty minutes of orders one by one, of which two thirds are declined in the last ones. */
const events: readonly OrderEvent[] = minutes(40 * 12, (i) => {
  const at = start + i * 5_000 + 10;
  const declined = i % 3 !== 0 && i >= 36 * 12;
  const type = declined ? "order.declined" : "order.confirmed";
  return anEvent({ orderId: orderIdFor(i), seq: 2, type, at: isoTime(at) });
});

function detected(delivered: readonly OrderEvent[]) {
  const buckets = new Map<string, LiveBucket>();
  for (const event of delivered) {
    const key = bucketKeyOf(event, []);
    buckets.set(
      key.slot,
      count(buckets.get(key.slot) ?? emptyBucket(key), [event], Date.parse(event.at) + 200),
    );
  }
  const slots = new Map([...buckets].map(([slot, { numbers }]) => [Date.parse(slot), numbers]));
  const now = start + 40 * minuteMs;
  return detect(nothingDetected, { stretches: stretchesOf(slots, now), soldOut: new Set() }, now);
}

test("neither the order in which events come nor their repetition changes what is detected", () => {
  const inOrder = detected(events);
  expect(inOrder.began.map(({ series }) => series)).toEqual(["moreDeclines"]);
  const shuffled = fc.shuffledSubarray([...events], { minLength: events.length });
  fc.assert(
    fc.property(shuffled, fc.subarray([...events]), (all, again) => {
      expect(detected([...all, ...again])).toEqual(inOrder);
    }),
    { seed, numRuns: 10 },
  );
});
