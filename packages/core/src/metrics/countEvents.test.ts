import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isoTime } from "../ports.ts";
import { cachedLiveStore } from "./cachedLiveStore.ts";
import { countEvents, type CountDeps } from "./countEvents.ts";
import type { BucketKey, LiveBucket } from "./liveBucket.ts";
import { merge } from "./liveNumbers.ts";
import type { LiveStore } from "./liveStore.ts";
import type { OrderEvent } from "./orderEvent.ts";
import type { SlicePlan } from "./slicePlan.ts";
import { anEvent, orderIdFor } from "./testing.ts";

const start = Date.parse("2026-11-27T09:00:00.000Z");
const types = ["order.placed", "order.confirmed", "payment.captured"] as const;

/** A versioned store in memory. `pause` stands for the way to the store and for the way back. */
function memoryStore(pause: () => Promise<unknown> = () => Promise.resolve()) {
  const buckets = new Map<string, LiveBucket>();
  const idOf = ({ slot, slice }: BucketKey) => `${slot}#${slice}`;
  const store: LiveStore = {
    async get(key) {
      await pause();
      const bucket = buckets.get(idOf(key));
      await pause();
      return bucket;
    },
    async put(bucket) {
      await pause();
      const written = (buckets.get(idOf(bucket))?.version ?? 0) === bucket.version - 1;
      if (written) buckets.set(idOf(bucket), bucket);
      await pause();
      return written;
    },
  };
  return { store, numbers: () => merge([...buckets.values()].map(({ numbers }) => numbers)), buckets };
}

/** Slots are cut finer while the events of a scenario are being counted. */
const cutFiner: SlicePlan = [{ from: isoTime(start + 10_000), slices: 3 }];

const depsFor = (store: LiveStore, plan = cutFiner): CountDeps => ({
  store,
  plan,
  clock: { now: () => start + 20_000, sleep: () => Promise.resolve() },
  random: () => 0.5,
});

/** Delivers a batch as Lambda does: what failed comes again. */
async function deliver(deps: CountDeps, batch: readonly OrderEvent[]): Promise<void> {
  let rest = batch;
  while (rest.length > 0) rest = (await countEvents(deps, rest)).failed;
}

const events = fc
  .uniqueArray(
    fc.record({
      order: fc.nat({ max: 5 }),
      seq: fc.integer({ min: 1, max: 3 }),
      ms: fc.nat({ max: 25_000 }),
      totalMinor: fc.nat({ max: 10_000 }),
    }),
    { selector: ({ order, seq }) => order * 10 + seq, minLength: 1, maxLength: 12 },
  )
  .map((drawn) =>
    drawn.map(({ order, seq, ms, totalMinor }) =>
      anEvent({
        orderId: orderIdFor(order),
        seq,
        type: types[seq - 1] ?? "order.placed",
        at: isoTime(start + ms),
        totalMinor,
      }),
    ),
  );

/** Batches for one consumer: any events, in any order, any number of times. */
const deliveries = (all: readonly OrderEvent[]) =>
  fc.array(fc.array(fc.constantFrom(...all), { maxLength: 8 }), { maxLength: 3 });

test("however events are split, repeated, reordered and raced by two consumers, each counts once", async () => {
  const scenario = events.chain((all) =>
    fc.record({
      all: fc.constant(all),
      a: deliveries(all),
      b: deliveries(all),
      cut: fc.nat({ max: all.length }),
      cached: fc.boolean(),
    }),
  );
  await fc.assert(
    fc.asyncProperty(scenario, fc.scheduler(), async ({ all, a, b, cut, cached }, scheduler) => {
      const { store, numbers } = memoryStore(() => scheduler.schedule(Promise.resolve()));
      const consume = async (batches: readonly (readonly OrderEvent[])[]) => {
        const deps = depsFor(cached ? cachedLiveStore(store) : store);
        for (const batch of batches) await deliver(deps, batch);
      };
      await scheduler.waitFor(
        Promise.all([consume([...a, all.slice(0, cut)]), consume([...b, all.slice(cut)])]),
      );
      const confirmed = all.filter(({ type }) => type === "order.confirmed");
      const { counts, revenueMinor, units } = numbers();
      expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(all.length);
      expect(counts["order.confirmed"] ?? 0).toBe(confirmed.length);
      expect(revenueMinor["GBP"] ?? 0).toBe(confirmed.reduce((sum, { totalMinor }) => sum + totalMinor, 0));
      expect(units).toBe(confirmed.length);
    }),
  );
});

test("a write whose answer got lost is not counted twice", async () => {
  const { store, numbers } = memoryStore();
  let lost = 0;
  const unlucky: LiveStore = {
    get: (key) => store.get(key),
    async put(bucket) {
      const written = await store.put(bucket);
      if (lost++ === 0) throw new Error("socket hang up");
      return written;
    },
  };
  const deps = depsFor(cachedLiveStore(unlucky));
  const first = await countEvents(deps, [anEvent()]);
  expect(first.failed).toEqual([anEvent()]);
  const second = await countEvents(deps, first.failed);
  expect(second).toEqual({ counted: 0, duplicates: 1, failed: [] });
  expect(numbers().counts).toEqual({ "order.confirmed": 1 });
});

test("a consumer that comes back to a bucket does not read again what it wrote itself", async () => {
  const { store, numbers } = memoryStore();
  let reads = 0;
  const deps = depsFor(
    cachedLiveStore({ get: (key) => (reads++, store.get(key)), put: (bucket) => store.put(bucket) }),
  );
  for (let n = 0; n < 10; n++) await deliver(deps, [anEvent({ seq: n + 1 })]);
  expect(reads).toBe(1);
  expect(numbers().counts).toEqual({ "order.confirmed": 10 });
});

test("a consumer whose bucket another one wrote meanwhile reads it again", async () => {
  const { store, numbers } = memoryStore();
  const [a, b] = [depsFor(cachedLiveStore(store)), depsFor(cachedLiveStore(store))];
  for (let n = 0; n < 6; n++) await deliver(n % 2 === 0 ? a : b, [anEvent({ seq: n + 1 })]);
  expect(numbers().counts).toEqual({ "order.confirmed": 6 });
});

test("a bucket that cannot be written fails alone and says which events must come again", async () => {
  const { store, numbers } = memoryStore();
  const late = anEvent({ orderId: orderIdFor(7), at: isoTime(start + 30_000) });
  const halfBroken: LiveStore = {
    get: (key) => store.get(key),
    put: (bucket) =>
      bucket.slot === isoTime(start) ? store.put(bucket) : Promise.reject(new Error("throttled")),
  };
  const outcome = await countEvents(depsFor(halfBroken), [late, anEvent()]);
  expect(outcome).toMatchObject({ counted: 1, duplicates: 0, failed: [late] });
  expect(String(outcome.error)).toContain("throttled");
  expect(numbers().counts).toEqual({ "order.confirmed": 1 });
});

test("a consumer that loses every race gives the events back instead of dropping them", async () => {
  const { store } = memoryStore();
  const hopeless: LiveStore = { get: (key) => store.get(key), put: () => Promise.resolve(false) };
  const outcome = await countEvents(depsFor(hopeless), [anEvent()]);
  expect(outcome.failed).toEqual([anEvent()]);
});

test("the outcome tells events counted now from those counted before", async () => {
  const { store } = memoryStore();
  const deps = depsFor(store);
  expect(await countEvents(deps, [anEvent(), anEvent()])).toEqual({ counted: 1, duplicates: 1, failed: [] });
  expect(await countEvents(deps, [anEvent({ seq: 3 }), anEvent()])).toMatchObject({
    counted: 1,
    duplicates: 1,
  });
});
