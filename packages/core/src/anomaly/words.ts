import { isoTime } from "../ports.ts";
import type { Anomaly, Findings } from "./anomaly.ts";
import type { SeriesName } from "./series.ts";

const titles: Readonly<Record<Exclude<SeriesName, "fasterSale">, string>> = {
  fewerOrders: "Fewer orders than usual",
  moreOrders: "More orders than usual",
  moreDeclines: "More declines than usual",
  slowerConfirmation: "Orders take longer to confirm",
  pipelineLag: "The pipeline is behind",
};

/** What is wrong, in a few words. */
export function titleOf({ series, product, sku = "" }: Anomaly): string {
  return series === "fasterSale" ? `${product ?? sku} sells faster than usual` : titles[series];
}

const perMinute = (value: number) => `${Math.round(value * 10) / 10} a minute`;
const percent = (share: number) => `${(share * 100).toFixed(1)}\u00a0%`;
const seconds = (ms: number) =>
  ms < 1_000 ? `${Math.round(ms)}\u00a0ms` : `${(ms / 1_000).toFixed(1)}\u00a0s`;

const formats: Readonly<Record<SeriesName, (value: number) => string>> = {
  fewerOrders: perMinute,
  moreOrders: perMinute,
  moreDeclines: percent,
  slowerConfirmation: seconds,
  pipelineLag: seconds,
  fasterSale: perMinute,
};

/** A value of a series, for people: `12 a minute`, `45.0 %`, `4.2 s`. */
export function formatValue(series: SeriesName, value: number): string {
  return formats[series](value);
}

/** The band in words: `usually 3.1 %, at most 14.2 %`. */
export function bandInWords({ series, usual, edge }: Anomaly): string {
  const bound = series === "fewerOrders" ? "at least" : "at most";
  return `usually ${formatValue(series, usual.value)}, ${bound} ${formatValue(series, edge)}`;
}

const endings: Readonly<Record<NonNullable<Anomaly["ended"]>, string>> = {
  back: "back in its band",
  unseen: "no longer seen",
  usual: "it has lasted an hour and is taken for the new usual",
};

/** Why it is over; empty while it is not. */
export function endingOf({ ended }: Anomaly): string {
  return ended === null ? "" : endings[ended];
}

/** What the operations staff are told by mail. */
export interface OpsNotice {
  /** SNS takes up to 100 characters of ASCII. */
  readonly subject: string;
  readonly text: string;
}

const subjectMax = 100;

/** One mail for all that one look found. @param stage `doorbuster-production`, so that nobody looks at the wrong one */
export function noticeOf({ began, over }: Findings, stage: string): OpsNotice {
  const counted = [
    ...(began.length > 0 ? [`${began.length} began`] : []),
    ...(over.length > 0 ? [`${over.length} over`] : []),
  ].join(", ");
  const [only] = [...began, ...over];
  const about = began.length + over.length === 1 && only ? titleOf(only) : `Anomalies: ${counted}`;
  const subject = `${stage}: ${over.length === 1 && began.length === 0 ? "over: " : ""}${about}`;
  return {
    subject: subject.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, subjectMax),
    text: [...began.map(begunText), ...over.map(overText), closing].join("\n\n"),
  };
}

const closing =
  "The Live page of the console shows what is open. What it may mean and what to do: docs/aws/runbooks/anomaly.md";

function begunText(anomaly: Anomaly): string {
  return [
    `${titleOf(anomaly)}.`,
    `Seen: ${formatValue(anomaly.series, anomaly.value)}; ${bandInWords(anomaly)}.`,
    `Since ${minuteOf(anomaly.startedAt)}.`,
  ].join("\n");
}

function overText(anomaly: Anomaly): string {
  const { series, startedAt, endedAt, value, worst } = anomaly;
  return [
    `Over: ${titleOf(anomaly)}: ${endingOf(anomaly)}.`,
    `Last seen: ${formatValue(series, value)}; ${bandInWords(anomaly)}. Farthest out: ${formatValue(series, worst)}.`,
    `From ${minuteOf(startedAt)} to ${minuteOf(endedAt ?? isoTime(0))}.`,
  ].join("\n");
}

/** `2026-11-27 09:14 UTC` */
function minuteOf(at: string): string {
  return `${at.slice(0, 16).replace("T", " ")} UTC`;
}
