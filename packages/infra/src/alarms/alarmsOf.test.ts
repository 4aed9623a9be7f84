import { expect, test } from "vitest";

import { settingsFor, type Settings } from "../settings.ts";
import { alarmsOf } from "./alarmsOf.ts";

const production = settingsFor("production");

function above(settings: Settings, alarm: string): number | undefined {
  return alarmsOf(settings).find(({ name }) => name === alarm)?.above;
}

test("where the stream scales by itself it is measured against what it may grow to, else against its own shards", () => {
  const bound = (stream: Settings["stream"]) => above({ ...production, stream }, "EventStream-shards-bytes");
  const shard = 60 * 1024 ** 2 * 0.8;
  expect(bound({ capacity: "onDemand", enhancedFanOut: true, shardQuota: 300 })).toBe(
    Math.floor(300 * shard),
  );
  expect(bound({ capacity: { shards: 2 }, enhancedFanOut: true, shardQuota: 300 })).toBe(
    Math.floor(2 * shard),
  );
});

test("events of a few hundred bytes raise an alarm before a shard's thousand records a second are full", () => {
  const stream = { capacity: { shards: 3 }, enhancedFanOut: true, shardQuota: 300 } as const;
  const full = { records: 3 * 60 * 1_000, bytesEach: 450 };
  const bytes = above({ ...production, stream }, "EventStream-shards-bytes") ?? 0;
  const records = above({ ...production, stream }, "EventStream-shards-records") ?? 0;
  expect(full.records * full.bytesEach).toBeLessThan(bytes);
  expect(records).toBe(0.8 * full.records);
});

test("a function is measured against its reservation, and where none is made against what the account has", () => {
  const functions = { provisioned: {}, reserved: {}, accountConcurrency: 1_000 };
  expect(above({ ...production, functions }, "watch-concurrency")).toBe(160);
  expect(above({ ...production, functions }, "shop-concurrency")).toBe(800);
  const small = { ...functions, accountConcurrency: 10 };
  expect(above({ ...production, functions: small }, "watch-concurrency")).toBe(8);
});
