import { cpus, totalmem } from "node:os";
import type { Demand } from "../goods.ts";
import type { OrdersOptions } from "../options.ts";
import type { Storage } from "../shop.ts";
import { medians, round, type Speed } from "../statistics.ts";
import type { CheckoutRun, Measured } from "./measure.ts";

type Counts = Readonly<Record<string, number>>;

/** Medians over the rounds; times in milliseconds. */
export interface OrdersReport {
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly node: string;
  };
  readonly options: Pick<OrdersOptions, "rounds" | "seconds" | "warmUpSeconds">;
  /** Checkouts a second over bare orders a second at concurrency 32, spread over SKUs; null when not measured. */
  readonly ratioDisk32: number | null;
  readonly ratioMemory32: number | null;
  /** The same with the catching up counted in: what a laptop puts off while customers wait is paid for here. */
  readonly sustainedRatioDisk32: number | null;
  readonly sustainedRatioMemory32: number | null;
  readonly storages: Readonly<Partial<Record<Storage, readonly Row[]>>>;
}

export interface Row {
  readonly concurrency: number;
  readonly bare: Speed;
  readonly empty: Speed;
  readonly checkouts: Readonly<Partial<Record<Demand, CheckoutRow>>>;
}

export interface CheckoutRow extends Speed {
  /** Checkouts a second over bare orders a second. */
  readonly ratio: number;
  /** From the last answer until nothing is left to do: announced, captured, mailed, counted and in the lake. */
  readonly catchUpMs: number;
  /** Paid checkouts a second over the whole time, the catching up included. */
  readonly sustainedPerSecond: number;
  /** Those over bare orders a second. */
  readonly sustainedRatio: number;
  /** For one order: calls by name. */
  readonly storeCalls: Counts;
  readonly providerCalls: Counts;
  /** For one order: CPU milliseconds by process, all that follows the answer included. */
  readonly cpuMs: Counts;
}

export function ordersReport(
  measured: Readonly<Partial<Record<Storage, readonly Measured[]>>>,
  { rounds, seconds, warmUpSeconds }: OrdersOptions,
): OrdersReport {
  const storages = Object.fromEntries(
    Object.entries(measured).map(([storage, runs]) => [storage, rowsOf(runs)]),
  ) as OrdersReport["storages"];
  const spread32 = (storage: Storage) =>
    storages[storage]?.find(({ concurrency }) => concurrency === 32)?.checkouts.spread;
  const disk = spread32("disk");
  const memory = spread32("memory");
  return {
    machine: {
      processor: cpus()[0]?.model ?? "unknown",
      cores: cpus().length,
      memoryGb: round(totalmem() / 2 ** 30),
      node: process.version,
    },
    options: { rounds, seconds, warmUpSeconds },
    ratioDisk32: disk?.ratio ?? null,
    ratioMemory32: memory?.ratio ?? null,
    sustainedRatioDisk32: disk?.sustainedRatio ?? null,
    sustainedRatioMemory32: memory?.sustainedRatio ?? null,
    storages,
  };
}

function rowsOf(runs: readonly Measured[]): Row[] {
  const byConcurrency = Map.groupBy(runs, ({ concurrency }) => concurrency);
  return [...byConcurrency].map(([concurrency, rounds]) => {
    const demands = Object.keys(rounds[0]?.checkouts ?? {}) as Demand[];
    const checkouts = demands.map((demand) => [demand, checkoutRow(rounds, demand)]);
    return {
      concurrency,
      bare: medians(rounds.map(({ bare }) => bare)),
      empty: medians(rounds.map(({ empty }) => empty)),
      checkouts: Object.fromEntries(checkouts) as Row["checkouts"],
    };
  });
}

function checkoutRow(rounds: readonly Measured[], demand: Demand): CheckoutRow {
  const both = rounds.flatMap(({ bare, checkouts }) => {
    const run = checkouts[demand];
    if (run === undefined) return [];
    const ratio = run.speed.perSecond / bare.perSecond;
    return [{ run, ratios: { ratio, sustainedRatio: run.sustainedPerSecond / bare.perSecond } }];
  });
  const runs = both.map(({ run }) => run);
  return {
    ...medians(runs.map(({ speed }) => speed)),
    ...medians(both.map(({ ratios }) => ratios)),
    ...medians(runs.map(({ catchUpMs, sustainedPerSecond }) => ({ catchUpMs, sustainedPerSecond }))),
    storeCalls: counts(runs, ({ calls }) => calls.store),
    providerCalls: counts(runs, ({ calls }) => calls.provider),
    cpuMs: counts(runs, ({ cpuMs }) => cpuMs),
  };
}

/** The medians of counts that a round may lack, which is then none; those of nothing to speak of are left out. */
function counts(runs: readonly CheckoutRun[], of: (run: CheckoutRun) => Counts): Counts {
  const names = new Set(runs.flatMap((run) => Object.keys(of(run))));
  const all = medians(
    runs.map((run) => Object.fromEntries([...names].map((name) => [name, of(run)[name] ?? 0]))),
  );
  return Object.fromEntries(
    Object.entries(all)
      .filter(([, count]) => count >= 0.005)
      .sort(([, left], [, right]) => right - left),
  );
}

/** The same as people read it. */
export function ordersText(report: OrdersReport): string {
  const { machine, options } = report;
  const storages = Object.entries(report.storages).flatMap(([storage, rows]) => storageText(storage, rows));
  const ratio = (value: number | null) => (value === null ? "not measured" : value.toFixed(2));
  return [
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}`,
    `medians of ${options.rounds} rounds of ${options.seconds} s after ${options.warmUpSeconds} s of warming up`,
    ...storages,
    "",
    `ratio at concurrency 32, spread: disk ${ratio(report.ratioDisk32)}, memory ${ratio(report.ratioMemory32)}`,
    `sustained, the catch-up counted in: disk ${ratio(report.sustainedRatioDisk32)}, memory ${ratio(report.sustainedRatioMemory32)}`,
  ].join("\n");
}

function storageText(storage: string, rows: readonly Row[]): string[] {
  const head = ["", "at once", "a second", "p50 ms", "p95 ms", "p99 ms", "ratio", "catch-up s", "sustained"];
  const lines = rows.flatMap(({ concurrency, bare, empty, checkouts }) => [
    cells("bare transactions", concurrency, bare),
    cells("empty procedure", concurrency, empty),
    ...Object.entries(checkouts).map(([demand, row]) => [
      ...cells(`checkouts, ${demand}`, concurrency, row),
      row.ratio.toFixed(2),
      (row.catchUpMs / 1_000).toFixed(1),
      String(row.sustainedPerSecond),
    ]),
  ]);
  const busiest = rows.at(-1)?.checkouts;
  const details = busiest?.spread ?? busiest?.hot;
  const each = (title: string, counted: Counts) => {
    const sum = Object.values(counted).reduce((total, one) => total + one, 0);
    const parts = Object.entries(counted).map(([name, count]) => `${name} ${round(count)}`);
    return `${title} ${round(sum)}: ${parts.join(", ")}`;
  };
  return [
    "",
    `${storage}:`,
    ...[head, ...lines].map((line) =>
      line
        .map((cell, column) => align(cell, column))
        .join("")
        .trimEnd(),
    ),
    ...(details === undefined
      ? []
      : [
          each("calls to the store for an order", details.storeCalls),
          each("calls to the provider for an order", details.providerCalls),
          each("CPU ms for an order", details.cpuMs),
        ]),
  ];
}

function cells(what: string, concurrency: number, { perSecond, p50, p95, p99 }: Speed): string[] {
  return [what, ...[concurrency, perSecond, p50, p95, p99].map((value) => String(round(value)))];
}

const align = (cell: string, column: number) => (column === 0 ? cell.padEnd(20) : cell.padStart(11));
