import type { SkipReason } from "../replay/orderLines.ts";
import type { Disagreement } from "./compare.ts";
import type { Figures } from "./figures.ts";

/** What only a replay knows; null field by field where there was none. */
export interface ReplayFigures {
  readonly input: {
    readonly lines: number | null;
    readonly skipped: Readonly<Record<SkipReason, number>> | null;
    readonly invoices: number | null;
  };
  readonly soldOut: number | null;
  readonly timings: {
    /** Checkouts answered a second, whatever the answer. */
    readonly ordersPerSecond: number | null;
    /** From sending a checkout to the answer that it is confirmed. */
    readonly confirmMsP50: number | null;
    readonly confirmMsP95: number | null;
    /** From the confirming entry's time to its arrival at a subscribed client. */
    readonly liveMsP50: number | null;
    readonly liveMsP95: number | null;
  };
}

export const withoutReplay: ReplayFigures = {
  input: { lines: null, skipped: null, invoices: null },
  soldOut: null,
  timings: { ordersPerSecond: null, confirmMsP50: null, confirmMsP95: null, liveMsP50: null, liveMsP95: null },
};

/** The reconciliation as programs read it. */
export function jsonReport(figures: Figures, replay: ReplayFigures, agree: boolean) {
  const { confirmed, declined, pending, revenueMinor, refundedMinor } = figures.orders;
  return {
    input: replay.input,
    orders: { confirmed, declined, soldOut: replay.soldOut, pending, revenueMinor, refundedMinor },
    provider: figures.provider,
    live: figures.live,
    lake: figures.lake,
    notifications: figures.notifications,
    stock: figures.stock,
    timings: replay.timings,
    agree,
  };
}

/** The same as people read it, with what disagrees by name. */
export function textReport(report: ReturnType<typeof jsonReport>, disagreements: readonly Disagreement[]): string {
  const { input, orders, provider, live, lake, notifications, stock, timings } = report;
  const skipped = Object.entries(input.skipped ?? {}).map(([reason, rows]) => `${count(rows)} ${reason}`);
  const rows: [string, string][] = [
    ...(input.lines === null
      ? []
      : ([
          ["input", `${count(input.lines)} lines, ${count(input.invoices)} invoices; skipped ${skipped.join(", ")}`],
        ] satisfies [string, string][])),
    [
      "orders",
      `${count(orders.confirmed)} confirmed, ${count(orders.declined)} declined, ${count(orders.soldOut)} sold out, ` +
        `${count(orders.pending)} pending; ${pounds(orders.revenueMinor)}, refunded ${pounds(orders.refundedMinor)}`,
    ],
    [
      "provider",
      `${count(provider.authorized)} authorised, ${count(provider.captures)} captured; ${pounds(provider.amountMinor)}`,
    ],
    ["live", `${count(live.confirmed)} confirmed; ${pounds(live.revenueMinor)}`],
    ["lake", `${count(lake.confirmed)} confirmed; ${pounds(lake.revenueMinor)}; ${count(lake.duplicates)} duplicates`],
    ["mails", `${count(notifications.email)} confirmations; ${count(notifications.duplicates)} duplicates`],
    [
      "stock",
      `${count(stock.stocked)} stocked = ${count(stock.sold)} sold + ${count(stock.reserved)} reserved + ` +
        `${count(stock.available)} available; ${count(stock.oversoldSkus)} SKUs oversold`,
    ],
    ...(timings.ordersPerSecond === null
      ? []
      : ([
          [
            "timings",
            `${timings.ordersPerSecond} orders/s; to confirm p50 ${ms(timings.confirmMsP50)}, p95 ${ms(timings.confirmMsP95)}; ` +
              `to the live screen p50 ${ms(timings.liveMsP50)}, p95 ${ms(timings.liveMsP95)}`,
          ],
        ] satisfies [string, string][])),
  ];
  const table = rows.map(([name, text]) => `${name.padEnd(10)}${text}`);
  return [...table, "", ...verdict(report.agree, disagreements)].join("\n");
}

function verdict(agree: boolean, disagreements: readonly Disagreement[]): string[] {
  if (agree) return ["Everything agrees."];
  return ["It does not agree:", ...disagreements.map(({ what, which }) => [`- ${what}`, ...which].join("\n    "))];
}

const count = (value: number | null) => (value === null ? "–" : value.toLocaleString("en-GB"));
const ms = (value: number | null) => (value === null ? "–" : `${value} ms`);
const pounds = (minor: number) =>
  (minor / 100).toLocaleString("en-GB", { style: "currency", currency: "GBP" });
