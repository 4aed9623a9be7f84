import { expect, test } from "vitest";
import type { OrdersOptions } from "../options.ts";
import type { CheckoutRun, Measured } from "./measure.ts";
import { ordersReport, ordersText } from "./report.ts";

const options: OrdersOptions = {
  storages: ["disk"],
  demands: ["spread"],
  concurrency: [8, 32],
  rounds: 3,
  seconds: 8,
  warmUpSeconds: 20,
  json: true,
};

const speed = (perSecond: number) => ({ perSecond, p50: 1, p95: 2, p99: 3 });

const run = (perSecond: number, more: Partial<CheckoutRun> = {}): CheckoutRun => ({
  speed: speed(perSecond),
  catchUpMs: 4_000,
  sustainedPerSecond: perSecond / 2,
  calls: { store: { TransactWriteItems: 3 }, provider: {} },
  cpuMs: { dynamodb: 6 },
  ...more,
});

const measured = (concurrency: number, bare: number, spread: CheckoutRun): Measured => ({
  concurrency,
  bare: speed(bare),
  empty: speed(2_000),
  checkouts: { spread },
});

test("a ratio is the median of each round's own, at concurrency 32 and spread; what was not measured is null", () => {
  const report = ordersReport(
    {
      disk: [
        measured(8, 100, run(99)),
        measured(32, 200, run(150)), // 0.75
        measured(32, 400, run(160)), // 0.4, in a slow moment of the machine
        measured(32, 100, run(70)), // 0.7
      ],
    },
    options,
  );
  expect(report.ratioDisk32).toBe(0.7);
  expect(report.ratioMemory32).toBeNull();
  expect(report.sustainedRatioMemory32).toBeNull();
  expect(report.storages.disk?.[1]?.checkouts.spread).toMatchObject({
    perSecond: 150,
    ratio: 0.7,
    sustainedRatio: 0.35,
    catchUpMs: 4_000,
    sustainedPerSecond: 75,
  });
});

test("a sustained ratio counts in what was put off until the customers had gone", () => {
  const late = (sustainedPerSecond: number) => run(150, { sustainedPerSecond });
  const rounds = [measured(32, 200, late(50)), measured(32, 100, late(20)), measured(32, 400, late(40))];
  const report = ordersReport({ memory: [...rounds, measured(8, 100, late(90))] }, options);
  expect(report).toMatchObject({
    ratioMemory32: 0.75,
    sustainedRatioMemory32: 0.2, // of 0.25, 0.2 and 0.1
    ratioDisk32: null,
    sustainedRatioDisk32: null,
  });
});

test("calls and processes are sorted by what they cost, and what one round lacks counts as none", () => {
  const rounds = [
    run(1, { cpuMs: { shop: 3, dynamodb: 6, sweep: 0.001 } }),
    run(1, { cpuMs: { shop: 4, dynamodb: 5 } }),
    run(1, { cpuMs: { shop: 3.5 } }),
  ];
  const report = ordersReport({ memory: rounds.map((one) => measured(32, 1, one)) }, options);
  const { cpuMs } = report.storages.memory?.[0]?.checkouts.spread ?? { cpuMs: {} };
  expect(Object.entries(cpuMs)).toEqual([
    ["dynamodb", 5],
    ["shop", 3.5],
  ]);
});

test("people read the same figures", () => {
  const text = ordersText(ordersReport({ disk: [measured(32, 200, run(150))] }, options));
  expect(text).toContain("ratio at concurrency 32, spread: disk 0.75, memory not measured");
  expect(text).toContain("sustained, the catch-up counted in: disk 0.38, memory not measured");
  expect(text).toMatch(/checkouts, spread +32 +150 +1 +2 +3 +0\.75 +4\.0 +75/);
  expect(text).toContain("calls to the store for an order 3: TransactWriteItems 3");
});
