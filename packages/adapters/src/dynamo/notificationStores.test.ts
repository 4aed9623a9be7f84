import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { HeldNotice } from "@doorbuster/core/notification/hold";
import { defaultPreferences, noticeKinds } from "@doorbuster/core/notification/preferences";
import { aSubscription, confirmedEntry } from "@doorbuster/core/notification/testing";
import { openClients } from "@doorbuster/local/services/clients";
import { physicalName } from "@doorbuster/local/services/resources";
import { startStores, type RunningStores } from "@doorbuster/local/shop/index";
import { dynamoClaimStore } from "./claimStore.ts";
import { dynamoHeldStore } from "./heldStore.ts";
import { dynamoPreferenceStore } from "./preferenceStore.ts";

let dataDir: string;
let stores: RunningStores;
let client: DynamoDBClient;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-notification-"));
  stores = await startStores({ dataDir, memory: true });
  client = openClients(stores.endpoints).dynamodb;
});
afterAll(async () => {
  client.destroy();
  await stores.stop();
  await rm(dataDir, { recursive: true, force: true });
});

let now = 1_000;
const clock = { now: () => now++, sleep: async () => undefined };
const preferences = () => dynamoPreferenceStore(client, physicalName("Preferences"), clock);
const held = () => dynamoHeldStore(client, physicalName("HeldNotices"));
const claims = () => dynamoClaimStore(client, physicalName("Notifications"), randomUUID);
const browser = (id: string) => ({ ...aSubscription, endpoint: `https://push.example.net/${id}` });
const endpointsOf = async (customer: string) =>
  (await preferences().get(customer))?.subscriptions.map(({ endpoint }) => endpoint.slice(-2));

test("of two who claim a message at once, one gets it; a lease that ran out is taken over as a repetition", async () => {
  const both = await Promise.all([claims().take("c#1", 1_000, 60_000), claims().take("c#1", 1_000, 60_000)]);
  expect(both.map(({ kind }) => kind).sort()).toEqual(["held", "taken"]);
  expect(both.find(({ kind }) => kind === "taken")).toMatchObject({ again: false });
  expect(await claims().take("c#1", 61_000, 60_000)).toEqual({ kind: "held" });
  const second = await claims().take("c#1", 61_001, 60_000);
  expect(second).toMatchObject({ kind: "taken", again: true });
  if (second.kind === "taken") await claims().markSent("c#1", second.lease, 61_002);
  expect(await claims().take("c#1", 999_999, 60_000)).toEqual({ kind: "sent" });
});

test("wishes are kept as they were said, and nobody's are known before", async () => {
  expect(await preferences().get("user:nobody")).toBeUndefined();
  const wishes = {
    ...defaultPreferences,
    sms: [...noticeKinds],
    phone: "+447700900123",
    quietHours: { from: "22:00", to: "07:00", zone: "Europe/London" },
  };
  await preferences().set("user:ada", wishes);
  expect(await preferences().get("user:ada")).toEqual({ preferences: wishes, subscriptions: [] });
  await preferences().set("user:ada", defaultPreferences);
  expect(await preferences().get("user:ada")).toEqual({ preferences: defaultPreferences, subscriptions: [] });
});

test("browsers that subscribe at once are all kept, each once, and leave what was said as it is", async () => {
  await preferences().set("user:many", { ...defaultPreferences, push: ["shipped"] });
  const ids = ["b1", "b2", "b3", "b2"];
  await Promise.all(ids.map((id) => preferences().subscribe("user:many", browser(id))));
  expect((await endpointsOf("user:many"))?.sort()).toEqual(["b1", "b2", "b3"]);
  expect((await preferences().get("user:many"))?.preferences.push).toEqual(["shipped"]);
  await preferences().unsubscribe("user:many", browser("b2").endpoint);
  await preferences().unsubscribe("user:nobody", browser("b2").endpoint);
  expect((await endpointsOf("user:many"))?.sort()).toEqual(["b1", "b3"]);
});

test("of many browsers the ten newest stay", async () => {
  for (let i = 10; i < 23; i++) await preferences().subscribe("order:x", browser(String(i)));
  expect(await endpointsOf("order:x")).toEqual(Array.from({ length: 10 }, (_, i) => String(22 - i)));
});

test("those who ask side by side are answered by one call", async () => {
  const send = vi.spyOn(client, "send");
  const store = preferences();
  const found = await Promise.all(
    ["user:many", "order:x", "user:nobody"].map((customer) => store.get(customer)),
  );
  expect(found.map((profile) => profile?.subscriptions.length)).toEqual([2, 10, undefined]);
  expect(send).toHaveBeenCalledTimes(1);
  send.mockRestore();
});

test("a held notice is due from its time on, until it is dropped; keeping it twice keeps it once", async () => {
  const until = Date.parse("2026-01-02T07:00:00.000Z");
  const notice: HeldNotice = { channel: "sms", until, entry: confirmedEntry() };
  await held().put(notice);
  await held().put(notice);
  expect(await held().due(until - 1, 100)).toEqual([]);
  expect(await held().due(until, 100)).toEqual([notice]);
  await held().drop(notice);
  expect(await held().due(until, 100)).toEqual([]);
});
