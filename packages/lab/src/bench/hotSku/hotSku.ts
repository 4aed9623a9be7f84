import { parseArgs } from "node:util";
import { fewShards } from "@doorbuster/core/order/reserve";
import {
  maxStockShards,
  shardCount,
  shardLimits,
  targetConflictRate,
  touchesPerOrder,
} from "@doorbuster/core/stock/shardCount";
import { compare, type Comparison } from "./measured.ts";
import { openShopBench } from "./shopBench.ts";
import { publishedModel, simulate, type Figures } from "./simulate.ts";
import { timeSoldOut, type SoldOutTimes } from "./soldOut.ts";
import { count, markdownTable, milliseconds, share } from "./table.ts";
import { shortcomingsOf } from "./verdict.ts";

export const hotSkuUsage = `How many stock shards a SKU needs, by a model of DynamoDB's published limits.

  npm run bench -- hot-sku [options]

  --orders N       orders of each row of the model (20,000)
  --seed N         of everything left to chance in the model (1)
  --held-ms N      how long a transaction holds an item (${shardLimits.heldMs})
  --model-only     without the measurements on this machine
  --json           everything as one JSON object

Exit status: 1 when the model does not agree with what was measured, or "sold out" is slower than a sale (p95): to a crowd
over any number of shards, to the first of a process over up to ${fewShards}.
`;

export const hotSkuRates = [100, 1_000, 10_000, 100_000] as const;

interface Options {
  readonly orders: number;
  readonly seed: number;
  readonly heldMs: number;
  readonly modelOnly: boolean;
  readonly json: boolean;
}

interface Report {
  readonly target: number;
  readonly rows: readonly Figures[];
  readonly comparisons: readonly Comparison[];
  readonly answers: readonly SoldOutTimes[];
  /** What is not as it should be, in sentences. */
  readonly shortcomings: readonly string[];
}

/**
 * `npm run bench -- hot-sku`. Answers the exit status: 0, 1 when the model and this machine disagree or "sold out" is
 * slower than a sale, 2 for a wrong command.
 */
export async function runHotSku(argv: readonly string[], print: (line: string) => void): Promise<number> {
  const options = parse(argv);
  if (!options) {
    print(hotSkuUsage);
    return 2;
  }
  const rows: Figures[] = [];
  for (const load of loadsOf(options))
    rows.push(await simulate(load, { ...publishedModel, heldMs: options.heldMs }));
  const { comparisons, times } = options.modelOnly ? nothingMeasured : await measure(options);
  const report: Report = {
    target: targetConflictRate,
    rows,
    comparisons,
    answers: times,
    shortcomings: shortcomingsOf(comparisons, times),
  };
  print(options.json ? JSON.stringify(report, undefined, 2) : textOf(report));
  return report.shortcomings.length === 0 ? 0 : 1;
}

interface Measured {
  readonly comparisons: readonly Comparison[];
  readonly times: readonly SoldOutTimes[];
}

const nothingMeasured: Measured = { comparisons: [], times: [] };

/** Each rate with the shards that it needs and with the most that a SKU can have; then baskets of several hot SKUs. */
function loadsOf({ orders, seed, heldMs }: Options) {
  const needed = (rate: number) => shardCount(rate, { ...shardLimits, heldMs });
  const load = (ordersPerSecond: number, shards: number, lines = 1) => ({
    ordersPerSecond,
    shards,
    lines,
    orders,
    seed,
    unpaidShare: touchesPerOrder - 1,
  });
  return [
    ...hotSkuRates.map((rate) => load(rate, needed(rate))),
    ...hotSkuRates.filter((rate) => needed(rate) > maxStockShards).map((rate) => load(rate, maxStockShards)),
    ...[3, 5].map((lines) => load(1_000, needed(1_000), lines)),
  ];
}

async function measure({ seed }: Options): Promise<Measured> {
  const times = [await soldOutTimes(4), await soldOutTimes(maxStockShards)];
  await using bench = await openShopBench();
  const comparisons: Comparison[] = [];
  for (const shards of [4, 8, 16]) comparisons.push(await compare(bench, { shards, orders: 300, seed }));
  return { comparisons, times };
}

/** Without the proxy in front of the store: each call would cost twice, and the ways to an answer differ in their calls. */
async function soldOutTimes(shards: number): Promise<SoldOutTimes> {
  await using bench = await openShopBench({ faults: false });
  return await timeSoldOut(bench, shards, 400);
}

function parse(argv: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        orders: { type: "string", default: "20000" },
        seed: { type: "string", default: "1" },
        "held-ms": { type: "string", default: String(shardLimits.heldMs) },
        "model-only": { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const options = {
      orders: Number(values.orders),
      seed: Number(values.seed),
      heldMs: Number(values["held-ms"]),
      modelOnly: values["model-only"],
      json: values.json,
    };
    const isUsable = Number.isInteger(options.orders) && options.orders > 0 && options.heldMs > 0;
    return isUsable && Number.isInteger(options.seed) ? options : undefined;
  } catch {
    return undefined;
  }
}

function textOf({ target, rows, comparisons, answers, shortcomings }: Report): string {
  const parts = [`Conflict rate aimed at: ${share(target)}.`, modelTable(rows)];
  if (comparisons.length > 0) parts.push("The model beside this machine:", comparisonTable(comparisons));
  if (answers.length > 0) parts.push("Sold and sold out, on this machine:", answersTable(answers));
  if (shortcomings.length > 0) parts.push(["Not as it should be:", ...shortcomings].join("\n- "));
  return parts.join("\n\n");
}

function modelTable(rows: readonly Figures[]): string {
  return markdownTable(
    [
      "orders/s",
      "hot SKUs each",
      "shards",
      "conflicts",
      "throttled",
      "attempts",
      "refused",
      "p50",
      "p95",
      "p99",
    ],
    rows.map((row) => [
      count(row.ordersPerSecond),
      count(row.lines),
      count(row.shards),
      share(row.conflictRate),
      share(row.throttleRate),
      row.attemptsPerOrder.toFixed(2),
      share(row.refusedShare),
      milliseconds(row.p50Ms),
      milliseconds(row.p95Ms),
      milliseconds(row.p99Ms),
    ]),
  );
}

function comparisonTable(comparisons: readonly Comparison[]): string {
  return markdownTable(
    ["shards", "orders/s", "held", "conflicts measured", "modelled", "p95 measured", "modelled"],
    comparisons.map((each) => [
      count(each.shards),
      count(each.ordersPerSecond),
      milliseconds(each.heldMs),
      share(each.measuredConflictRate),
      share(each.modelledConflictRate),
      milliseconds(each.measuredP95Ms),
      milliseconds(each.modelledP95Ms),
    ]),
  );
}

function answersTable(answers: readonly SoldOutTimes[]): string {
  return markdownTable(
    ["a checkout that is", "shards", "checkouts", "p50", "p95"],
    answers
      .flatMap(({ sold, crowd, first }) => [sold, crowd, first])
      .map((each) => [
        each.what,
        count(each.shards),
        count(each.checkouts),
        milliseconds(each.p50Ms),
        milliseconds(each.p95Ms),
      ]),
  );
}
