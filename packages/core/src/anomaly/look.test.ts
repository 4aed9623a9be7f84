import { expect, test } from "vitest";
import { aProduct } from "../testing/products.ts";
import { nothingDetected, type DetectorState, type DetectorStore } from "./anomaly.ts";
import { look, type LookDeps } from "./look.ts";
import type { OpsNotice } from "./words.ts";
import { after, minutes, numbersOf, type Minute } from "./testing.ts";

/** A versioned row in memory. */
function aStore() {
  let row = nothingDetected;
  const store: DetectorStore = {
    get: () => Promise.resolve(row),
    put: (state) => {
      const written = state.version === row.version + 1;
      if (written) row = state;
      return Promise.resolve(written);
    },
  };
  return { store, row: () => row };
}

/** An hour of sixty orders a minute, of which from the 31st minute on, for ten minutes, half are declined. */
const hour: readonly Minute[] = minutes(60, (i) => (i >= 31 && i < 41 ? { declined: 30 } : {}));
const slots = new Map(hour.map((minute, i) => [after(i), numbersOf(minute)]));

function aShop() {
  const { store, row } = aStore();
  const mails: OpsNotice[] = [];
  const trouble = { mail: false, stock: false };
  const clock = { at: after(30), now: () => clock.at, sleep: () => Promise.resolve() };
  const silent = () => undefined;
  const deps: LookDeps = {
    slots: { read: (now) => Promise.resolve(new Map([...slots].filter(([at]) => at < now))) },
    store,
    catalog: { getMany: (skus) => Promise.resolve(new Map(skus.map((sku) => [sku, aProduct({ sku })]))) },
    stock: {
      read: (skus) => Promise.resolve(skus.map(({ sku }) => ({ sku, stocked: 9_999, available: 5 }))),
    },
    ops: {
      async publish(notice) {
        if (trouble.mail) throw new Error("no connection");
        mails.push(notice);
      },
    },
    stage: "test",
    clock,
    log: { info: silent, warn: silent, error: silent },
  };
  /** Looks when so many minutes are over and counted. */
  const lookAt = (minute: number, changes: Partial<LookDeps> = {}) => {
    clock.at = after(minute) + 5_000;
    return look({ ...deps, ...changes });
  };
  return { deps, lookAt, mails, trouble, row, subjects: () => mails.map(({ subject }) => subject) };
}

test("looked at every minute, an anomaly is mailed when it begins and when it is over, and is counted as long as it is open", async () => {
  const { lookAt, subjects } = aShop();
  const open: (number | undefined)[] = [];
  for (let minute = 30; minute <= 60; minute++) open.push((await lookAt(minute))?.open);
  expect(subjects()).toEqual(["test: More declines than usual", "test: over: More declines than usual"]);
  expect(open).toEqual([...Array(4).fill(0), ...Array(10).fill(1), ...Array(17).fill(0)]);
});

test("two looks at once: one is heard, the other finds that it was overtaken", async () => {
  const { lookAt, mails, row } = aShop();
  const outcomes = await Promise.all([lookAt(34), lookAt(34)]);
  expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(1);
  expect(mails).toHaveLength(1);
  expect(row()).toMatchObject({ untold: [], open: [{ series: "moreDeclines" }] });
});

test("what could not be told is told by the next look, once", async () => {
  const { lookAt, trouble, subjects } = aShop();
  trouble.mail = true;
  expect(await lookAt(34)).toMatchObject({ open: 1, began: 1, untold: 1 });
  trouble.mail = false;
  expect(await lookAt(35)).toMatchObject({ open: 1, began: 0, untold: 0 });
  await lookAt(36);
  expect(subjects()).toEqual(["test: More declines than usual"]);
});

test("as long as the one that found it may still be telling it, nobody else does", async () => {
  const { deps, lookAt, mails } = aShop();
  const hanging = Promise.withResolvers<void>();
  const first = lookAt(34, {
    ops: { publish: () => hanging.promise.then(() => void mails.push({ subject: "first", text: "" })) },
  });
  await new Promise(setImmediate);
  await look({ ...deps, clock: { ...deps.clock, now: () => after(34) + 20_000 } });
  expect(mails).toEqual([]);
  hanging.resolve();
  await first;
  await lookAt(36);
  expect(mails.map(({ subject }) => subject)).toEqual(["first"]);
});

test("a look that dies before it has told leaves it to the first one after its time", async () => {
  const { deps, lookAt, subjects } = aShop();
  void lookAt(34, { ops: { publish: () => new Promise(() => undefined) } });
  await new Promise(setImmediate);
  await look({ ...deps, clock: { ...deps.clock, now: () => after(34) + 5_000 + 44_000 } });
  expect(subjects()).toEqual([]);
  await look({ ...deps, clock: { ...deps.clock, now: () => after(34) + 5_000 + 45_000 } });
  expect(subjects()).toEqual(["test: More declines than usual"]);
});

test("told and not marked is told again rather than never, and what others wrote meanwhile stays", async () => {
  const { deps, lookAt, subjects, row } = aShop();
  let puts = 0;
  const faltering: DetectorStore = {
    get: () => deps.store.get(),
    put: (state) => (++puts === 1 ? deps.store.put(state) : Promise.reject(new Error("throttled"))),
  };
  await expect(lookAt(34, { store: faltering })).rejects.toThrow("throttled");
  await lookAt(35);
  expect(subjects()).toHaveLength(2);
  expect(row()).toMatchObject({ untold: [], open: [{ series: "moreDeclines" }] });
});

test("when another look writes between telling and marking, both have their say", async () => {
  const { deps, lookAt, row } = aShop();
  const between: Partial<DetectorState> = { lookedAt: "2026-11-27T10:00:00.000Z" };
  const ops = {
    async publish() {
      const state = await deps.store.get();
      await deps.store.put({ ...state, ...between, version: state.version + 1 });
    },
  };
  await lookAt(34, { ops });
  expect(row()).toMatchObject({ ...between, untold: [], open: [{ series: "moreDeclines" }] });
});
