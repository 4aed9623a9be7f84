import { expect, test } from "vitest";
import type { TimelineEntry } from "../order/timeline.ts";
import type { ClaimStore } from "./deliver.ts";
import { releaseHeld, type HeldNotice } from "./hold.ts";
import { ChannelRefused, type PushMessage } from "./message.ts";
import { notify, type Outlet } from "./notify.ts";
import { defaultPreferences, noticeKinds, type Profile } from "./preferences.ts";
import { pushOf } from "./push.ts";
import { aSubscription, confirmedEntry } from "./testing.ts";

const devices = ["a", "b"].map((id) => ({ ...aSubscription, endpoint: `https://push.example.net/${id}` }));
const wanted: Profile = {
  preferences: { ...defaultPreferences, push: [...noticeKinds] },
  subscriptions: devices,
};
const night = { from: "22:00", to: "07:00", zone: "UTC" };
const midnight = Date.parse("2026-01-01T00:00:00.000Z");

/** A push channel to two browsers that answers as `answers` says, and the rest of the world around it. */
function world(profile: Profile = wanted) {
  const sent: string[] = [];
  const forgotten: string[] = [];
  const held: HeldNotice[] = [];
  const claimed = new Set<string>();
  const answers = new Map<string, ChannelRefused>();
  const clock = { at: midnight, now: () => clock.at, sleep: async () => undefined };
  const claims: ClaimStore = {
    take: async (claim) =>
      claimed.has(claim) ? { kind: "sent" } : { kind: "taken", lease: claim, again: false },
    markSent: async (claim) => Boolean(claimed.add(claim)),
    release: async () => undefined,
    forget: async () => undefined,
  };
  const outlet: Outlet<PushMessage> = {
    channel: {
      name: "push",
      async send({ to: { endpoint } }) {
        const refusal = answers.get(endpoint);
        if (refusal) throw refusal;
        sent.push(endpoint);
      },
    },
    address: async (notice, entry, { subscriptions }, links) =>
      subscriptions.map((to) => ({
        recipient: to.endpoint,
        message: pushOf(notice, entry, to, links.full),
      })),
    forget: async (_entry, recipient) => void forgotten.push(recipient),
  };
  const deps = {
    claims,
    leaseMs: 20_000,
    clock,
    held: {
      put: async (each: HeldNotice) => void held.push(each),
      due: async (now: number) => held.filter(({ until }) => until <= now),
      drop: async (each: HeldNotice) => void held.splice(held.indexOf(each), 1),
    },
    linksOf: async () => ({ full: "https://shop.example/full", short: "https://shop.example/short" }),
    profileOf: async () => profile,
  };
  return {
    sent,
    forgotten,
    held,
    answers,
    clock,
    deps,
    tell: (entry: TimelineEntry) => notify(deps, outlet, entry),
  };
}

test("every browser gets a notice once, however often its entry arrives", async () => {
  const { sent, tell } = world();
  expect(await tell(confirmedEntry())).toEqual(["sent", "sent"]);
  expect(await tell(confirmedEntry())).toEqual(["sent before", "sent before"]);
  // Side by side: which goes first is chance.
  expect(sent.toSorted()).toEqual(devices.map(({ endpoint }) => endpoint).toSorted());
});

test("nobody is told what they did not ask for, nor what customers are not told", async () => {
  expect(await world({ ...wanted, preferences: defaultPreferences }).tell(confirmedEntry())).toEqual([
    "not wanted",
  ]);
  expect(await world({ ...wanted, subscriptions: [] }).tell(confirmedEntry())).toEqual(["not wanted"]);
  expect(await world().tell(confirmedEntry({ type: "payment.captured" }))).toEqual([]);
});

test("what quiet hours hold is kept, goes back to its queue when they end, and is then sent", async () => {
  const { sent, held, clock, deps, tell } = world({
    ...wanted,
    preferences: { ...wanted.preferences, quietHours: night },
  });
  expect(await tell(confirmedEntry())).toEqual(["held"]);
  const queue: TimelineEntry[] = [];
  const release = () =>
    releaseHeld({ ...deps, requeue: async (_channel, entry) => void queue.push(entry) }, 10);
  expect(await release()).toBe(0);
  clock.at = Date.parse("2026-01-01T07:00:00.000Z");
  expect(await release()).toBe(1);
  expect([held, sent]).toEqual([[], []]);
  expect(await tell(queue[0]!)).toEqual(["sent", "sent"]);
});

test("a browser that is gone is forgotten, and keeps nothing from the others", async () => {
  const { sent, forgotten, answers, tell } = world();
  answers.set(devices[0]!.endpoint, new ChannelRefused("gone", "status 410"));
  expect(await tell(confirmedEntry())).toEqual(["gone", "sent"]);
  expect([forgotten, sent]).toEqual([[devices[0]!.endpoint], [devices[1]!.endpoint]]);
});

test("one message that may pass later keeps the notice alive; when none may, it is given up", async () => {
  const { answers, tell } = world();
  answers.set(devices[0]!.endpoint, new ChannelRefused("rejected", "status 400"));
  answers.set(devices[1]!.endpoint, new ChannelRefused("later", "status 429"));
  await expect(tell(confirmedEntry())).rejects.toMatchObject({ kind: "later" });
  answers.delete(devices[1]!.endpoint);
  await expect(tell(confirmedEntry())).rejects.toMatchObject({ kind: "rejected" });
});
