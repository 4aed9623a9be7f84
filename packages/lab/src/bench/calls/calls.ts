import { mkdirSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import type { Calls } from "./counter.ts";

const countsSchema = z.record(z.string(), z.number());
const callsSchema = z.object({ store: countsSchema, provider: countsSchema });

/** The environment that makes every function count its calls into `folder`. */
export function countingEnvironment(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  return { NODE_OPTIONS: `--import ${new URL("preload.ts", import.meta.url).href}`, BENCH_CALLS: folder };
}

/** Functions write their counts twice a second. */
const staleMs = 1_000;

/** The calls of all functions together, up to now. */
export async function readCalls(folder: string): Promise<Calls> {
  await delay(staleMs);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json"));
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
  return texts
    .map((text) => callsSchema.parse(JSON.parse(text)))
    .reduce<Calls>(
      (all, { store, provider }) => ({
        store: combine(all.store, store, 1),
        provider: combine(all.provider, provider, 1),
      }),
      { store: {}, provider: {} },
    );
}

/** What was called between two readings, for each of `orders`. */
export function callsPerOrder(before: Calls, after: Calls, orders: number): Calls {
  const perOrder = (name: keyof Calls) => {
    const entries = Object.entries(combine(after[name], before[name], -1));
    return Object.fromEntries(entries.map(([call, count]) => [call, count / orders]));
  };
  return { store: perOrder("store"), provider: perOrder("provider") };
}

function combine(
  left: Readonly<Record<string, number>>,
  right: Readonly<Record<string, number>>,
  sign: 1 | -1,
): Record<string, number> {
  const sum = { ...left };
  for (const [name, count] of Object.entries(right)) sum[name] = (sum[name] ?? 0) + sign * count;
  return sum;
}
