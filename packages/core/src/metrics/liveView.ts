import * as z from "zod";
import { anomalySchema, type DetectorState } from "../anomaly/anomaly.ts";
import { edgeOf, moreDeclines } from "../anomaly/series.ts";
import { isoTime } from "../ports.ts";
import { quantile } from "./histogram.ts";
import { liveRecordSchema } from "./liveBucket.ts";
import { merge, numbersFrom, type LiveNumbers } from "./liveNumbers.ts";
import { sellThroughSchema, type SellThrough } from "./sellThrough.ts";
import { tallySchema } from "./tally.ts";
import { minuteMs, recentMinutes, windowMinutes, windowStart } from "./window.ts";

const moment = z.iso.datetime();

/** Orders by how far they came, counted when they came there. */
const funnelSchema = z.object({
  placed: z.int(),
  confirmed: z.int(),
  captured: z.int(),
  declined: z.int(),
  expired: z.int(),
  cancelled: z.int(),
});

const minuteSchema = funnelSchema.extend({
  /** Start of the minute. */
  minute: moment,
  /** At confirmation, minor units by currency. */
  revenueMinor: tallySchema,
  confirmMsP95: z.number().nullable(),
  /** Declined of all that the provider decided. */
  declineRate: z.number().nullable(),
  /** Up to here it is usual, for as many orders as were decided in this minute; null while nobody knows what is usual. */
  declineEdge: z.number().nullable(),
});

const anomaliesSchema = z.object({
  /** When this was read; null before the first time. */
  readAt: moment.nullable(),
  /** When the detector last looked; null when it never has. It looks every minute. */
  lookedAt: moment.nullable(),
  /** What share of the decided orders is usually declined, as the detector learnt it. */
  usualDeclineRate: z.number().nullable(),
  open: z.array(anomalySchema),
  /** What was over within the last hours, the last first. */
  past: z.array(anomalySchema),
});

/**
 * What the live screen shows, and how fresh each part is. A number is null when there is nothing to compute it from.
 * Percentiles are within 2 % of the true ones.
 */
export const liveSnapshotSchema = z.object({
  /** When the newest numbers were read. A screen compares it with its own clock: silence is not calm. */
  asOf: moment,
  /** When the whole window was last read; what came late, into a minute long past, may be missing since then. */
  windowAsOf: moment,
  /** When the stock was read; null before the first time. */
  stockAsOf: moment.nullable(),
  /** When the newest event of the window happened. */
  lastEventAt: moment.nullable(),
  /** One entry a minute, oldest first; the last is the present minute and not over yet. */
  minutes: z.array(minuteSchema),
  /** Over the whole window. */
  funnel: funnelSchema,
  revenueMinor: tallySchema,
  /** What went back within the window, whenever it was paid. */
  refundedMinor: tallySchema,
  units: z.int(),
  /** Over the last five minutes. */
  recent: z.object({
    /** Declined of all that the provider decided. */
    declineRate: z.number().nullable(),
    confirmMsP50: z.number().nullable(),
    confirmMsP95: z.number().nullable(),
    /** From an event to its being counted. */
    lagMsP50: z.number().nullable(),
    lagMsP95: z.number().nullable(),
  }),
  /** The products of the drop and whatever else sells, fastest first. */
  skus: z.array(sellThroughSchema),
  /** What is unusual. */
  anomalies: anomaliesSchema,
});
export type LiveSnapshot = z.infer<typeof liveSnapshotSchema>;

/** One message of the live subscription. */
export const liveUpdateSchema = z.object({
  snapshot: liveSnapshotSchema,
  /**
   * Orders settled since the last message, in the order in which they were counted. After a reconnection some may come
   * again: whoever keeps them knows them by `id`.
   */
  settled: z.array(liveRecordSchema),
  /** How many more there were than a message holds. */
  settledLeftOut: z.int(),
});
export type LiveUpdate = z.infer<typeof liveUpdateSchema>;

export interface LiveViewInput {
  /** Numbers by the start of their minute, in milliseconds since the epoch; empty minutes are absent. */
  readonly minutes: ReadonlyMap<number, LiveNumbers>;
  /** Milliseconds since the epoch, all three. */
  readonly asOf: number;
  readonly windowAsOf: number;
  readonly stockAsOf: number | undefined;
  readonly skus: readonly SellThrough[];
  /** What the detector left, and when it was read; nothing before it was. */
  readonly detector?: { readonly state: DetectorState; readonly readAt: number } | undefined;
}

/** How long what is over is still shown, and how much of it. */
const past = { ms: 6 * 60 * minuteMs, most: 20 };

/** Folds minutes into what the screen shows. Pure. */
export function liveView(input: LiveViewInput): LiveSnapshot {
  const { minutes, asOf, windowAsOf, stockAsOf, skus, detector } = input;
  const start = windowStart(asOf);
  const nothing = numbersFrom();
  const series = Array.from({ length: windowMinutes }, (_, i) => {
    const minute = start + i * minuteMs;
    return { minute, numbers: minutes.get(minute) ?? nothing };
  });
  const whole = merge(series.map(({ numbers }) => numbers));
  const recent = merge(series.slice(-recentMinutes).map(({ numbers }) => numbers));
  const { confirmed, declined } = funnelOf(recent);
  return {
    asOf: isoTime(asOf),
    windowAsOf: isoTime(windowAsOf),
    stockAsOf: stockAsOf === undefined ? null : isoTime(stockAsOf),
    lastEventAt: whole.lastAt === "" ? null : whole.lastAt,
    minutes: series.map(({ minute, numbers }) => ({
      minute: isoTime(minute),
      ...funnelOf(numbers),
      revenueMinor: numbers.revenueMinor,
      confirmMsP95: quantile(numbers.confirmMs, 0.95),
      ...declinesOf(numbers, detector?.state),
    })),
    funnel: funnelOf(whole),
    revenueMinor: whole.revenueMinor,
    refundedMinor: whole.refundedMinor,
    units: whole.units,
    recent: {
      declineRate: confirmed + declined > 0 ? declined / (confirmed + declined) : null,
      confirmMsP50: quantile(recent.confirmMs, 0.5),
      confirmMsP95: quantile(recent.confirmMs, 0.95),
      lagMsP50: quantile(recent.lagMs, 0.5),
      lagMsP95: quantile(recent.lagMs, 0.95),
    },
    skus: [...skus],
    anomalies: anomaliesOf(detector, asOf),
  };
}

function declinesOf(numbers: LiveNumbers, state: DetectorState | undefined) {
  const seen = moreDeclines.observe(numbers);
  const usual = state?.usual.moreDeclines;
  const { weight } = seen ?? { weight: 0 };
  return {
    declineRate: seen?.value ?? null,
    declineEdge: seen && usual ? edgeOf(moreDeclines, usual, { weight, numbers }) : null,
  };
}

function anomaliesOf(detector: LiveViewInput["detector"], asOf: number): LiveSnapshot["anomalies"] {
  if (!detector) return { readAt: null, lookedAt: null, usualDeclineRate: null, open: [], past: [] };
  const { state, readAt } = detector;
  return {
    readAt: isoTime(readAt),
    lookedAt: state.lookedAt,
    usualDeclineRate: state.usual.moreDeclines?.value ?? null,
    open: state.open,
    past: state.past.filter(({ endedAt }) => Date.parse(endedAt ?? "") > asOf - past.ms).slice(0, past.most),
  };
}

function funnelOf({ counts }: LiveNumbers): z.infer<typeof funnelSchema> {
  return {
    placed: counts["order.placed"] ?? 0,
    confirmed: counts["order.confirmed"] ?? 0,
    captured: counts["payment.captured"] ?? 0,
    declined: counts["order.declined"] ?? 0,
    expired: counts["order.expired"] ?? 0,
    cancelled: counts["order.cancelled"] ?? 0,
  };
}
