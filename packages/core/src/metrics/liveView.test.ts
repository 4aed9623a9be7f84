import { expect, test } from "vitest";
import { nothingDetected } from "../anomaly/anomaly.ts";
import { count, emptyBucket } from "./liveBucket.ts";
import { merge, type LiveNumbers } from "./liveNumbers.ts";
import { liveSnapshotSchema, liveView } from "./liveView.ts";
import type { OrderEvent } from "./orderEvent.ts";
import { anEvent, orderIdFor } from "./testing.ts";
import { minuteOf } from "./window.ts";

const now = Date.parse("2026-11-27T09:30:20.000Z");

function minutesOf(events: readonly OrderEvent[]): Map<number, LiveNumbers> {
  const byMinute = Map.groupBy(events, ({ at }) => minuteOf(Date.parse(at)));
  return new Map(
    [...byMinute].map(([minute, list]) => {
      const bucket = emptyBucket({ slot: new Date(minute).toISOString(), slice: 0 });
      return [minute, merge([count(bucket, list, now).numbers])];
    }),
  );
}

const view = (events: readonly OrderEvent[]) =>
  liveView({
    minutes: minutesOf(events),
    asOf: now,
    windowAsOf: now - 4_000,
    stockAsOf: undefined,
    skus: [],
  });

const at = (time: string) => `2026-11-27T${time}.000Z`;

test("the series is thirty minutes to the present one, empty minutes included", () => {
  const { minutes } = view([anEvent({ at: at("09:01:00") }), anEvent({ seq: 3, at: at("09:30:19") })]);
  expect(minutes.map(({ minute, confirmed }) => [minute, confirmed]).filter(([, n]) => n !== 0)).toEqual([
    [at("09:01:00"), 1],
    [at("09:30:00"), 1],
  ]);
  expect([minutes.length, minutes.at(0)?.minute, minutes.at(-1)?.minute]).toEqual([
    30,
    at("09:01:00"),
    at("09:30:00"),
  ]);
});

test("what happened before the window is in no number", () => {
  const snapshot = view([anEvent({ at: at("09:00:59") })]);
  expect(snapshot.funnel.confirmed).toBe(0);
  expect([snapshot.lastEventAt, snapshot.revenueMinor]).toEqual([null, {}]);
});

test("the funnel is of the whole window, rates and percentiles of the last five minutes", () => {
  const decline = (n: number, time: string) =>
    anEvent({ orderId: orderIdFor(n), type: "order.declined", at: at(time) });
  const { funnel, recent } = view([
    decline(1, "09:10:00"),
    decline(2, "09:26:00"),
    ...[3, 4, 5].map((n) => anEvent({ orderId: orderIdFor(n), at: at("09:29:00") })),
  ]);
  expect(funnel).toMatchObject({ confirmed: 3, declined: 2 });
  expect(recent.declineRate).toBe(1 / 4);
  expect(recent.confirmMsP50).toBeGreaterThan(490);
  expect(recent.confirmMsP50).toBeLessThan(510);
});

test("a number that nothing is known of is null, not zero", () => {
  expect(view([]).recent).toEqual({
    declineRate: null,
    confirmMsP50: null,
    confirmMsP95: null,
    lagMsP50: null,
    lagMsP95: null,
  });
});

test("a snapshot survives the wire", () => {
  const snapshot = view([anEvent({ at: at("09:29:00") })]);
  expect(liveSnapshotSchema.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
});

test("a minute has its decline rate, and how far it may go: the fewer were decided, the farther", () => {
  const decided = (from: number, time: string, confirmed: number, declined: number) =>
    Array.from({ length: confirmed + declined }, (_, n) =>
      anEvent({
        orderId: orderIdFor(from + n),
        type: n < declined ? "order.declined" : "order.confirmed",
        at: at(time),
      }),
    );
  const minutes = minutesOf([...decided(0, "09:28:10", 3, 1), ...decided(100, "09:29:10", 60, 2)]);
  const usual = { moreDeclines: { value: 0.04, spread: 1 } };
  const detector = { state: { ...nothingDetected, usual }, readAt: now };
  const input = { minutes, asOf: now, windowAsOf: now, stockAsOf: undefined, skus: [] };
  const [few, many, none] = liveView({ ...input, detector }).minutes.slice(-3);
  expect(few).toMatchObject({ declineRate: 0.25 });
  expect(many).toMatchObject({ declineRate: 2 / 62 });
  expect(few?.declineEdge).toBeGreaterThan(many?.declineEdge ?? 1);
  expect(many?.declineEdge).toBeGreaterThan(0.09);
  expect(none).toMatchObject({ declineRate: null, declineEdge: null });
  expect(liveView(input).minutes.at(-2)).toMatchObject({ declineRate: 2 / 62, declineEdge: null });
});
