import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dynamoDetectorStore } from "@doorbuster/adapters/anomaly/detectorStore";
import { snsOpsTopic } from "@doorbuster/adapters/events/opsTopic";
import { dynamoLiveStore, dynamoNumbersReader } from "@doorbuster/adapters/live/liveStore";
import { systemClock } from "@doorbuster/adapters/system";
import { look } from "@doorbuster/core/anomaly/look";
import { SlotHistory } from "@doorbuster/core/anomaly/slotHistory";
import { countEvents } from "@doorbuster/core/metrics/countEvents";
import type { LiveSnapshot } from "@doorbuster/core/metrics/liveView";
import type { OrderEvent } from "@doorbuster/core/metrics/orderEvent";
import { anEvent, orderIdFor } from "@doorbuster/core/metrics/testing";
import { staffToken } from "@doorbuster/lab/access/staffToken";
import { sandboxFaults } from "@doorbuster/local/sandbox/faults/client";
import { openClients, type Clients } from "@doorbuster/local/services/clients";
import {
  checkoutOf,
  concurrently,
  eventually,
  place,
  putOnSale,
  request,
  throwawayShop,
  type RoadShop,
} from "../kit.ts";

let shop: RoadShop;
let clients: Clients;
beforeAll(async () => {
  shop = await throwawayShop();
  clients = openClients(shop.endpoints);
  await putOnSale(shop, "WATCHED", 1_000);
});
afterAll(async () => {
  clients.destroy();
  await shop.end();
});

const second = 1_000;
const minute = 60 * second;

const live = () => ({
  client: shop.stores.client,
  table: shop.stores.tableName("Metrics"),
  plan: [],
});

let orders = 0;
/** Counts fifteen orders every half minute from one moment to another, as if they had been placed then. */
async function liveThrough(from: number, to: number, type: OrderEvent["type"]): Promise<void> {
  const store = dynamoLiveStore(live());
  for (let at = from; at < to; at += 30 * second) {
    const events = Array.from({ length: 15 }, (_, n) =>
      anEvent({
        orderId: orderIdFor(orders++),
        type,
        at: new Date(at + n).toISOString(),
        lines: [{ sku: "WATCHED", quantity: 1, unitPriceMinor: 1_000 }],
      }),
    );
    const clock = { ...systemClock, now: () => at + 200 };
    expect(await countEvents({ store, clock, random: Math.random, plan: [] }, events)).toMatchObject({
      counted: 15,
    });
  }
}

async function mails(): Promise<string[]> {
  const response = await fetch(`${shop.urls.inbox}/api/messages?tag.topic=OpsTopic`);
  const { messages } = (await response.json()) as { messages: { subject: string }[] };
  return messages.map(({ subject }) => subject).filter((subject) => subject.includes("declines"));
}

async function onScreen(): Promise<LiveSnapshot["anomalies"]> {
  const token = await staffToken(shop, "viewer@example.com");
  const { data } = await request<LiveSnapshot>(shop, "/ops/trpc/ops.live.snapshot", {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!data) throw new Error("no snapshot");
  return data.anomalies;
}

/** The detector as it will find things in a while. */
function lookLater(ms: number) {
  const { client, tableName, catalog, stock } = shop.stores;
  const silent = () => undefined;
  const topic = JSON.parse(shop.env["SST_RESOURCE_OpsTopic"] ?? "{}") as { arn: string };
  return look({
    slots: new SlotHistory(dynamoNumbersReader(live())),
    store: dynamoDetectorStore(client, tableName("Metrics")),
    catalog,
    stock,
    ops: snsOpsTopic(clients.sns, topic.arn),
    stage: "later",
    clock: { ...systemClock, now: () => Date.now() + ms },
    log: { info: silent, warn: silent, error: silent },
  });
}

test("when cards are refused, operations are told once, the screen shows it, and once it is over they are told that", async () => {
  const now = Date.now();
  // Half an hour of good business, and two minutes in which cards were refused already; the third is lived through here.
  await liveThrough(now - 34 * minute, now - 185 * second, "order.confirmed");
  await liveThrough(now - 170 * second, now - 80 * second, "order.declined");
  await shop.trigger("detect");
  expect([await mails(), (await onScreen()).open]).toEqual([[], []]);

  const faults = sandboxFaults(shop.urls.sandbox);
  await faults.set({ rules: [{ fault: "decline" }] });
  const checkouts = Array.from({ length: 14 }, () => checkoutOf("WATCHED"));
  const answers = await concurrently(checkouts, 8, (checkout) => place(shop, checkout));
  expect(answers.map(({ data }) => data?.status)).toEqual(Array(14).fill("declined"));
  await faults.clear();

  const { open } = await eventually("the anomaly on the screen", async () => {
    await shop.trigger("detect");
    const anomalies = await onScreen();
    return anomalies.open.length > 0 && anomalies;
  });
  expect(open).toMatchObject([{ series: "moreDeclines", ended: null }]);
  expect(open[0]?.value).toBeGreaterThan(open[0]?.edge ?? 1);
  await eventually("the mail", async () => (await mails()).length > 0);
  // However often it is looked at, nothing more is told.
  for (let looks = 0; looks < 3; looks++) await shop.trigger("detect");
  expect(await mails()).toEqual(["doorbuster-local: More declines than usual"]);

  await shop.functions.get("detect")?.stop();
  await liveThrough(now + 60 * second, now + 300 * second, "order.confirmed");
  expect(await lookLater(310 * second)).toMatchObject({ open: 0, over: 1, untold: 0 });
  expect(await lookLater(320 * second)).toMatchObject({ open: 0, over: 0, untold: 0 });
  await eventually("the mail that it is over", async () => (await mails()).length > 1);
  expect(await mails()).toEqual([
    "later: over: More declines than usual",
    "doorbuster-local: More declines than usual",
  ]);
  const after = await eventually("the screen at rest", async () => {
    const anomalies = await onScreen();
    return anomalies.open.length === 0 && anomalies;
  });
  expect(after.past).toMatchObject([{ series: "moreDeclines", ended: "back" }]);
});

test("how many are open is measured at every look, also when there are none", async () => {
  const log = await readFile(`${shop.dataDir}/logs/function-detect.log`, "utf8");
  const measured = [...log.matchAll(/"Anomalies":(\d+)/g)].map(([, open]) => Number(open));
  expect(new Set(measured)).toEqual(new Set([0, 1]));
  expect(measured.length).toBeGreaterThanOrEqual(5);
});
