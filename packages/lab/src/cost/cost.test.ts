import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { metrics, type MetricDefinition } from "@doorbuster/adapters/definitions/metrics";
import { channelNames } from "@doorbuster/core/notification/message";
import { entryTypes } from "@doorbuster/core/order/timeline";
import { logMetrics } from "@doorbuster/infra/metrics";
import { siteMemoryMb } from "@doorbuster/infra/sites";
import { assumptions, type Assumed } from "./assumptions.ts";
import type { Usage } from "./bill.ts";
import { ordersForSteadyCapacity, peakForShards, streamWays, tableBreakEven } from "./breakEven.ts";
import { costDocument, withParts } from "./document.ts";
import { fixedCosts } from "./fixedCosts.ts";
import { usualPeak } from "./load.ts";
import { orderWork } from "./order.ts";
import { reportParts } from "./report.ts";
import { changed, openStage, usualLoads, type Stage } from "./scene.ts";
import { messagesInto, webhooksPerOrder } from "./subscriptions.ts";
import { usageOf } from "./usage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});

const idle = { ordersPerMonth: 0, peakPerSecond: 0 };

test("a line of an order costs one stock shard, written once, in a transaction", async () => {
  const stock = async (lines: number) => (await orderWork(lines)).tables.get("Stock")?.write;
  expect([await stock(1), await stock(5)]).toEqual([2, 10]);
});

test("an order costs what its timeline says, and a message or a webhook a claim and its mark", async () => {
  const { entries, tables, entryBytes } = await orderWork(1);
  expect(entries.slice(0, 3)).toEqual(["order.placed", "order.confirmed", "payment.captured"]);
  expect(entryBytes).toBeLessThan(1024);
  expect(tables.get("Notifications")?.write).toBe(2 * messagesInto("EmailQueue", entries));
  expect(tables.get("Webhooks")?.write).toBe(2 * webhooksPerOrder);
  // Row and entry, doubled, for each of them; three indexes once; `due` moved by the confirmation, left by the capture.
  expect(tables.get("Orders")?.write).toBe(entries.length * 4 + 3 + 2 + 1);
});

test("a queue gets the entries that its subscription lets through", () => {
  expect(messagesInto("PaymentQueue", ["order.placed", "order.confirmed", "order.cancelled"])).toBe(2);
  expect(messagesInto("EmailQueue", ["order.placed"])).toBe(0);
});

test("one webhook comes of an order on which all goes well: that its money is held", () => {
  expect(webhooksPerOrder).toBe(1);
});

test("more orders never cost less, whatever the settings", async () => {
  const settings = fc.record({
    capacity: fc.constantFrom("onDemand" as const, "provisioned" as const),
    stream: fc.constantFrom("onDemand" as const, "shards" as const),
    network: fc.constantFrom("public" as const, "private" as const),
    enhancedFanOut: fc.boolean(),
    edgeCache: fc.boolean(),
    trailDataEvents: fc.boolean(),
  });
  const orders = fc.integer({ min: 0, max: 200_000_000 });
  await fc.assert(
    fc.asyncProperty(settings, orders, orders, async (chosen, one, other) => {
      const of = await changed(stage, chosen);
      const [fewer, more] = [Math.min(one, other), Math.max(one, other)].map((ordersPerMonth) =>
        of.bill({ ordersPerMonth, peakPerSecond: usualPeak(ordersPerMonth) }, "none"),
      );
      expect(more?.microUsd).toBeGreaterThanOrEqual(fewer?.microUsd ?? 0);
    }),
  );
});

test("nobody comes: only what is paid by the hour or the month is on the bill", () => {
  const usage = usageOf(stage.scene(idle));
  expect(usage.apiRequests).toBe(0);
  // The anomaly detector writes down every minute that it has looked, the auditor twice every five minutes how far it is.
  expect(usage.tableWriteUnits).toBe(730 * (60 * 2 + 12 * 2 * 3));
  expect(usage.streamOnDemandHours).toBe(730);
  expect(usage.keys).toBeGreaterThan(0);
});

const busy = { ordersPerMonth: 100_000, peakPerSecond: 10 };
const usageWith = async (assumed: Partial<Assumed>, load = busy) =>
  usageOf((await openStage({ assumed })).scene(load));

test("a request of a page runs the door's function and wakes the signer on a miss; calls of the API pass both by", async () => {
  const [plain, polled, seen] = await Promise.all([
    usageWith({}),
    usageWith({ pollsPerVisit: 100, callsPerOrder: 100 }),
    usageWith({ pagesPerVisit: assumptions.pagesPerVisit.value + 1 }),
  ]);
  const edge = ({ edgeFunctionRuns = 0, edgeStoreReads = 0, edgeSignerRequests = 0 }: Usage) => [
    edgeFunctionRuns,
    edgeStoreReads,
    edgeSignerRequests,
  ];
  expect(edge(polled)).toEqual(edge(plain));
  const visits = busy.ordersPerMonth * assumptions.visitsPerOrder.value;
  const more = edge(seen).map((units, each) => units - (edge(plain)[each] ?? 0));
  expect(more).toEqual([visits, visits * 5, expect.closeTo(visits * assumptions.missShare.value)]);
});

test("a page that a site renders is billed with the memory that its function is deployed with", async () => {
  const rendered = async (pages: number) => usageWith({ dynamicPagesPerOrder: pages, pageMs: 1_000 });
  const [none, one] = await Promise.all([rendered(0), rendered(1)]);
  const gbSeconds = (one.lambdaGbSeconds ?? 0) - (none.lambdaGbSeconds ?? 0);
  expect(gbSeconds / busy.ordersPerMonth).toBeCloseTo(siteMemoryMb / 1024, 6);
});

test("a metric is billed for each value of its dimension, and for the hours in which it is written", () => {
  const { clockMetrics, orderMetrics } = stage.settings;
  const byChannel = Object.values<MetricDefinition>(metrics).filter(
    ({ dimension }) => dimension === "channel",
  );
  expect(orderMetrics).toBe(
    entryTypes.length + byChannel.length * channelNames.length + Object.keys(logMetrics).length,
  );
  const billed = (ordersPerMonth: number) =>
    usageOf(stage.scene({ ordersPerMonth, peakPerSecond: 1 })).customMetrics;
  expect([billed(0), billed(73), billed(1_000_000)]).toEqual([
    clockMetrics,
    expect.closeTo(clockMetrics + orderMetrics / 10),
    clockMetrics + orderMetrics,
  ]);
});

test("in a private network what the sites ask of the API goes through NAT", async () => {
  const inside = async (dynamicPagesPerOrder: number) =>
    usageOf(
      (await openStage({ settings: { network: "private" }, assumed: { dynamicPagesPerOrder } })).scene(busy),
    ).natGb ?? 0;
  expect(await inside(10)).toBeGreaterThan(await inside(0));
});

test("the fixed costs are named, and so is what removes them", async () => {
  const dear = await changed(stage, {
    network: "private",
    quickSight: true,
    shieldAdvanced: true,
    provisionedConcurrency: 10,
    customDomain: true,
  });
  const fixed = await fixedCosts(dear, "always");
  const settings = fixed.savings.filter(({ isSetting }) => isSetting).map(({ how }) => how);
  expect(settings[0]).toBe("`shieldAdvanced: false`");
  expect(settings.toSorted()).toEqual([
    "`domain: undefined`",
    "`functions.provisioned: {}`",
    '`network: "public"`',
    "`quickSightOwner: undefined`",
    "`shieldAdvanced: false`",
    "`stream: { capacity: { shards: 1 }, enhancedFanOut: false }`",
  ]);
  expect(fixed.services.reduce((sum, { microUsd }) => sum + microUsd, 0)).toBe(fixed.microUsd);
  expect(fixed.leftBySettings).toBeLessThan((await fixedCosts(stage, "always")).microUsd);
  expect(fixed.left).toBeLessThan(fixed.leftBySettings);
});

test("at the break-even a provisioned write costs what an on-demand one does", () => {
  // 0.65 millidollars an hour, 3,600 writes in it, against 0.625 micro-dollars a write
  expect(tableBreakEven("us-east-1")).toBeCloseTo(650 / 3600 / 0.625, 10);
  const orders = ordersForSteadyCapacity(stage, 1);
  expect(orders).toBe(Math.ceil((650 * 730) / 0.7 / 0.625));
});

test("shards are cheaper up to the peak that is named, and not above it", async () => {
  const peak = await peakForShards(stage, 1_000_000);
  const ways = await streamWays(
    stage,
    [peak, peak + 1].map((peakPerSecond) => ({ ordersPerMonth: 1_000_000, peakPerSecond })),
  );
  expect(ways.map(({ provisioned, onDemand }) => provisioned <= onDemand)).toEqual([true, false]);
});

test("provisioned capacity follows the peak that was asked for", async () => {
  const provisioned = await changed(stage, { capacity: "provisioned", stream: "shards" });
  const usage = (peakPerSecond: number) =>
    usageOf(provisioned.scene({ ordersPerMonth: 1_000_000, peakPerSecond }));
  expect(usage(1_000).tableWriteCapacityHours).toBeGreaterThan(usage(100).tableWriteCapacityHours ?? 0);
  expect(usage(1_000).streamShardHours).toBe(5 * 730);
});

test("docs/aws/cost.md holds what the command says: `npm run cost -- --write` renews it", async () => {
  const document = await readFile(costDocument, "utf8");
  expect(document).toBe(withParts(document, await reportParts(stage, usualLoads)));
});
