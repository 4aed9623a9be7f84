import type { LiveSnapshot } from "@doorbuster/core/metrics/liveView";
import { classNames } from "@doorbuster/web/components/class-names";
import { formatDuration } from "@doorbuster/web/format/time";
import { ageMs, type Hearing } from "./freshness.ts";
import { formatLatency } from "./latency.ts";

const words: Record<Hearing, { readonly text: string; readonly dot: string }> = {
  waiting: { text: "Waiting", dot: "bg-line-strong" },
  fresh: { text: "Live", dot: "bg-good" },
  late: { text: "Late", dot: "bg-warn" },
  silent: { text: "Silent", dot: "bg-bad" },
};

/** How stale the screen is, in one line: when it last heard, how old the newest event is, how far counting lags. */
export function HearingLine({
  state,
  snapshot,
  heardAt,
  now,
}: {
  readonly state: Hearing;
  readonly snapshot: LiveSnapshot;
  readonly heardAt: number;
  readonly now: number;
}) {
  const { text, dot } = words[state];
  const { lastEventAt, asOf, recent } = snapshot;
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 tabular-nums">
      <span className="font-medium text-ink">
        <span aria-hidden="true" className={classNames("mr-2 inline-block size-2 rounded-full", dot)} />
        {text}
      </span>
      <span>heard {formatAge(now - heardAt)}</span>
      <span>
        {lastEventAt
          ? `newest event ${formatAge(ageMs(lastEventAt, asOf, heardAt, now))}`
          : "no event in 30 min"}
      </span>
      {recent.lagMsP95 !== null && <span>counted within {formatLatency(recent.lagMsP95)} (p95)</span>}
    </p>
  );
}

/** Whole seconds, so that the line does not flicker. */
export function formatAge(ms: number): string {
  return ms < 1_000 ? "now" : `${formatDuration(Math.floor(ms / 1_000) * 1_000)} ago`;
}
