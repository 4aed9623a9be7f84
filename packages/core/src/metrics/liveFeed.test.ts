import { expect, onTestFinished, test } from "vitest";
import { nothingDetected, type Anomaly } from "../anomaly/anomaly.ts";
import { isoTime, type Clock, type Log } from "../ports.ts";
import { LiveFeed } from "./liveFeed.ts";
import { bucketKeyOf, count, emptyBucket, type LiveBucket } from "./liveBucket.ts";
import type { LiveUpdate } from "./liveView.ts";
import { anEvent, orderIdFor } from "./testing.ts";

const start = Date.parse("2026-11-27T09:30:05.000Z");
const quiet: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Time passes only when somebody sleeps, and then at once. */
function virtualClock(): Clock & { time: number } {
  const clock = {
    time: start,
    now: () => clock.time,
    async sleep(ms: number) {
      clock.time += ms;
      await new Promise(setImmediate);
    },
  };
  return clock;
}

/** A shop of one bucket, or a few, that counts how often it is asked. */
function aShop() {
  const clock = virtualClock();
  const buckets = new Map<string, LiveBucket>();
  const calls = { reads: [] as { from: number; to: number }[], stock: 0, looks: 0 };
  const detectorState = { now: nothingDetected };
  let down = false;
  const settle = (n: number, ms = clock.time) => {
    const event = anEvent({ orderId: orderIdFor(n), at: isoTime(ms) });
    const key = bucketKeyOf(event, []);
    buckets.set(key.slot, count(buckets.get(key.slot) ?? emptyBucket(key), [event], clock.time));
  };
  const feed = new LiveFeed({
    reader: {
      async read(from, to, known) {
        calls.reads.push({ from, to });
        await Promise.resolve();
        if (down) throw new Error("no connection");
        return [...buckets.values()].filter((bucket) => {
          const slot = Date.parse(bucket.slot);
          return slot >= from && slot < to && bucket.version > known(bucket);
        });
      },
    },
    detector: {
      async get() {
        calls.looks++;
        await Promise.resolve();
        return detectorState.now;
      },
    },
    stock: {
      async read(skus) {
        calls.stock++;
        await Promise.resolve();
        return skus.map(({ sku }) => ({ sku, stocked: 10, available: 4 }));
      },
    },
    catalog: { list: () => Promise.resolve([]), getMany: () => Promise.resolve(new Map()) },
    collection: "drop",
    clock,
    log: quiet,
  });
  return { clock, settle, feed, calls, detectorState, setDown: (value: boolean) => (down = value) };
}

function watching(feed: LiveFeed, since?: string) {
  const leave = new AbortController();
  onTestFinished(() => leave.abort());
  const messages = feed.watch(since, leave.signal);
  const next = async (): Promise<LiveUpdate> => {
    const { value } = await messages.next();
    if (!value) throw new Error("the subscription ended");
    return value;
  };
  return { next, messages, leave: () => leave.abort() };
}

const orders = ({ settled }: LiveUpdate) => settled.map(({ orderId }) => orderId);

test("a watcher gets the whole picture first, and each order settled after that once", async () => {
  const { feed, settle } = aShop();
  settle(1);
  const watcher = watching(feed);
  const first = await watcher.next();
  expect([first.snapshot.funnel.confirmed, orders(first)]).toEqual([1, [orderIdFor(1)]]);
  settle(2);
  const second = await watcher.next();
  expect([second.snapshot.funnel.confirmed, orders(second)]).toEqual([2, [orderIdFor(2)]]);
});

test("when nothing happens there is a message all the same, with a newer time", async () => {
  const { feed, clock } = aShop();
  const watcher = watching(feed);
  const first = await watcher.next();
  const second = await watcher.next();
  expect(orders(second)).toEqual([]);
  const gap = Date.parse(second.snapshot.asOf) - Date.parse(first.snapshot.asOf);
  expect(gap).toBeGreaterThan(0);
  expect(gap).toBeLessThanOrEqual(2_500);
  expect(clock.now() - start).toBeLessThan(5_000);
});

test("a hundred watchers cost as many reads as one", async () => {
  const readsFor = async (watchers: number) => {
    const { feed, calls, clock } = aShop();
    const all = Array.from({ length: watchers }, () => watching(feed));
    while (clock.now() < start + 20_000) await Promise.all(all.map(({ next }) => next()));
    for (const watcher of all) watcher.leave();
    return { reads: calls.reads.length, stock: calls.stock };
  };
  const [one, hundred] = [await readsFor(1), await readsFor(100)];
  expect(hundred.reads).toBeLessThanOrEqual(one.reads + 2);
  expect(hundred.stock).toBeLessThanOrEqual(one.stock + 1);
});

test("once the last watcher has left, nothing is read any more", async () => {
  const { feed, calls } = aShop();
  const watcher = watching(feed);
  await watcher.next();
  watcher.leave();
  expect((await watcher.messages.next()).done).toBe(true);
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  const reads = calls.reads.length;
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  expect(calls.reads.length).toBe(reads);
});

test("a watcher who comes after the last one left is served again", async () => {
  const { feed, settle } = aShop();
  const watcher = watching(feed);
  await watcher.next();
  watcher.leave();
  settle(3);
  expect(orders(await watching(feed).next())).toEqual([orderIdFor(3)]);
});

test("most reads are of the newest slots; an event that comes late is found within ten seconds", async () => {
  const { feed, settle, calls, clock } = aShop();
  const watcher = watching(feed);
  await watcher.next();
  settle(8, start - 20 * 60_000);
  let late: LiveUpdate;
  do late = await watcher.next();
  while (orders(late).length === 0);
  expect(orders(late)).toEqual([orderIdFor(8)]);
  expect(clock.now() - start).toBeLessThanOrEqual(11_000);
  const whole = calls.reads.filter(({ from, to }) => to - from > 5 * 60_000);
  expect(whole.length).toBeLessThan(calls.reads.length / 10);
});

test("a watcher who comes back with the last message's time misses nothing", async () => {
  const { feed, settle } = aShop();
  const watcher = watching(feed);
  const { snapshot } = await watcher.next();
  watcher.leave();
  for (let n = 1; n <= 80; n++) settle(n);
  const again = await watching(feed, snapshot.asOf).next();
  expect(new Set(orders(again))).toEqual(new Set(Array.from({ length: 80 }, (_, i) => orderIdFor(i + 1))));
});

test("while the store is down there is no message; then it goes on", async () => {
  const { feed, settle, setDown, clock } = aShop();
  const watcher = watching(feed);
  const before = await watcher.next();
  setDown(true);
  const pending = watcher.next();
  const since = clock.now();
  while (clock.now() < since + 5_000) await new Promise(setImmediate);
  setDown(false);
  settle(5);
  const after = await pending;
  expect(orders(after)).toEqual([orderIdFor(5)]);
  expect(Date.parse(after.snapshot.asOf) - Date.parse(before.snapshot.asOf)).toBeGreaterThanOrEqual(5_000);
});

test("snapshots asked for at once are one reading", async () => {
  const { feed, calls } = aShop();
  const snapshots = await Promise.all(Array.from({ length: 20 }, () => feed.snapshot()));
  expect(new Set(snapshots).size).toBe(1);
  expect(calls.reads.length).toBe(1);
});

const slow: Anomaly = {
  series: "slowerConfirmation",
  startedAt: "2026-11-27T09:20:00.000Z",
  foundAt: "2026-11-27T09:23:05.000Z",
  endedAt: null,
  ended: null,
  value: 4_000,
  worst: 5_000,
  edge: 1_000,
  usual: { value: 500, spread: 1 },
};

test("what the detector found is on the screen within seconds, with when it last looked, and goes when it is over", async () => {
  const { feed, detectorState, clock, calls } = aShop();
  const watcher = watching(feed);
  expect((await watcher.next()).snapshot.anomalies).toMatchObject({ lookedAt: null, open: [], past: [] });
  const lookedAt = isoTime(clock.now());
  detectorState.now = { ...nothingDetected, version: 1, lookedAt, open: [slow] };
  let seen: LiveUpdate;
  do seen = await watcher.next();
  while (seen.snapshot.anomalies.open.length === 0);
  expect(seen.snapshot.anomalies).toMatchObject({ lookedAt, open: [slow] });
  expect(clock.now() - start).toBeLessThanOrEqual(6_000);
  const over = { ...slow, ended: "back" as const, endedAt: isoTime(clock.now()) };
  const long = { ...over, endedAt: isoTime(clock.now() - 7 * 3_600_000) };
  detectorState.now = { ...nothingDetected, version: 2, lookedAt, past: [over, long] };
  do seen = await watcher.next();
  while (seen.snapshot.anomalies.open.length > 0);
  expect(seen.snapshot.anomalies.past).toEqual([over]);
  expect(calls.looks).toBeLessThanOrEqual(1 + (clock.now() - start) / 5_000);
});

test("while the detector's row cannot be read, the numbers go on, and the screen can tell how old it is", async () => {
  const { feed, settle, detectorState, clock } = aShop();
  const watcher = watching(feed);
  const { anomalies } = (await watcher.next()).snapshot;
  Object.defineProperty(detectorState, "now", {
    get: () => {
      throw new Error("no connection");
    },
  });
  let seen: LiveUpdate;
  do {
    settle(clock.now());
    seen = await watcher.next();
  } while (clock.now() < start + 12_000);
  expect(seen.snapshot.funnel.confirmed).toBeGreaterThan(0);
  expect(seen.snapshot.anomalies.readAt).toBe(anomalies.readAt);
});
