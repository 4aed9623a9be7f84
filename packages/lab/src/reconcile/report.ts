import type { SkipReason } from "../replay/orderLines.ts";
import type { Disagreement } from "./compare.ts";
import type { Facts } from "./facts.ts";
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
  timings: {
    ordersPerSecond: null,
    confirmMsP50: null,
    confirmMsP95: null,
    liveMsP50: null,
    liveMsP95: null,
  },
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
export function textReport(
  report: ReturnType<typeof jsonReport>,
  disagreements: readonly Disagreement[],
  deadLetters: Facts["deadLetters"],
): string {
  const { input, orders, provider, live, lake, notifications, stock, timings } = report;
  const rows: (readonly [place: string, ...facts: string[]])[] = [
    ["orders", `${n(orders.confirmed)} confirmed`, `${n(orders.declined)} declined`],
    ["", `${n(orders.soldOut)} sold out`, `${n(orders.pending)} pending`],
    ["", `revenue ${pounds(orders.revenueMinor)}`, `refunded ${pounds(orders.refundedMinor)}`],
    ["provider", `${n(provider.authorized)} authorised`, `${n(provider.captures)} captured`],
    ["", pounds(provider.amountMinor)],
    ["live", `${n(live.confirmed)} confirmed`, pounds(live.revenueMinor)],
    ["lake", `${n(lake.confirmed)} confirmed`, pounds(lake.revenueMinor), `${n(lake.duplicates)} duplicates`],
    ["inbox", `${n(notifications.email)} confirmations`, `${n(notifications.duplicates)} duplicates`],
    ["stock", `${n(stock.stocked)} stocked`, `${n(stock.sold)} sold`, `${n(stock.reserved)} reserved`],
    ["", `${n(stock.available)} available`, `${n(stock.oversoldSkus)} SKUs oversold`],
  ];
  if (input.skipped !== null) {
    const skipped = Object.entries(input.skipped).map(([reason, lines]) => `${n(lines)} ${reason}`);
    rows.unshift(
      ["input", `${n(input.lines)} lines`, `${n(input.invoices)} invoices`],
      ["skipped", ...skipped],
    );
  }
  const givenUp = Object.entries(deadLetters).map(([queue, messages]) => `${n(messages)} in ${queue}`);
  if (givenUp.length > 0) rows.push(["given up", ...givenUp]);
  if (timings.ordersPerSecond !== null) {
    rows.push(
      ["placed", `${timings.ordersPerSecond} orders a second`],
      ["confirmed", `in ${ms(timings.confirmMsP50)} (p50)`, `${ms(timings.confirmMsP95)} (p95)`],
      ["on screen", `in ${ms(timings.liveMsP50)} (p50)`, `${ms(timings.liveMsP95)} (p95)`],
    );
  }
  const table = rows.map(([place, ...facts]) => `${place.padEnd(11)}${facts.join(", ")}`);
  return [...table, "", ...verdict(report.agree, disagreements)].join("\n");
}

function verdict(agree: boolean, disagreements: readonly Disagreement[]): string[] {
  if (agree) return ["Everything agrees."];
  const named = disagreements.map(({ what, which }) => [`- ${what}`, ...which].join("\n    "));
  return ["It does not agree:", ...named];
}

const n = (value: number | null) => (value === null ? "–" : value.toLocaleString("en-GB"));
const ms = (value: number | null) => (value === null ? "–" : `${value} ms`);
const pounds = (minor: number) =>
  (minor / 100).toLocaleString("en-GB", { style: "currency", currency: "GBP" });
