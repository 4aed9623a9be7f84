import type { LiveSnapshot } from "@doorbuster/core/metrics/liveView";
import { bandInWords, endingOf, formatValue, titleOf } from "@doorbuster/core/anomaly/words";
import { classNames } from "@doorbuster/web/components/class-names";
import { formatDuration } from "@doorbuster/web/format/time";
import { Panel } from "../shell/panel.tsx";
import { ScrollRegion } from "../shell/scroll-region.tsx";
import { clock, zoneName } from "./chart-panel.tsx";
import { ageMs } from "./freshness.ts";
import { formatAge } from "./hearing-line.tsx";

type Anomaly = LiveSnapshot["anomalies"]["open"][number];

/** The detector looks every minute: after three, it stands still, and "nothing unusual" says nothing. */
const staleAfterMs = 3 * 60_000;

/** What is outside its usual band, and what was in the last hours. */
export function AnomaliesPanel({
  snapshot: { anomalies, asOf },
  heardAt,
  now,
}: {
  readonly snapshot: LiveSnapshot;
  readonly heardAt: number;
  readonly now: number;
}) {
  const { lookedAt, open, past } = anomalies;
  const lookAgeMs = lookedAt === null ? undefined : ageMs(lookedAt, asOf, heardAt, now);
  const isStale = lookAgeMs === undefined || lookAgeMs > staleAfterMs;
  return (
    <Panel
      title={open.length === 0 ? "Anomalies" : `Anomalies: ${open.length} open`}
      className={open.length > 0 ? "border-warn" : ""}
      aside={
        <span className={classNames(isStale && "font-medium text-warn")}>
          {lookAgeMs === undefined ? "nobody has looked yet" : `looked ${formatAge(lookAgeMs)}`}
        </span>
      }
    >
      <output className="sr-only">{open.map(titleOf).join(", ")}</output>
      {open.length === 0 ? (
        <p className="px-4 pb-3 text-ink-muted">
          {isStale
            ? "Nothing was outside its usual band when it was last looked at."
            : "Nothing is outside its usual band."}
        </p>
      ) : (
        <ScrollRegion label="Open anomalies" className="max-h-96 overflow-y-auto border-t border-line">
          <ul className="divide-y divide-line">
            {open.map((anomaly) => (
              <OpenRow key={keyOf(anomaly)} anomaly={anomaly} asOf={asOf} />
            ))}
          </ul>
        </ScrollRegion>
      )}
      {past.length > 0 && <Past anomalies={past} />}
    </Panel>
  );
}

function OpenRow({ anomaly, asOf }: { readonly anomaly: Anomaly; readonly asOf: string }) {
  const { series, value, startedAt } = anomaly;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5 tabular-nums">
      <p className="font-medium">{titleOf(anomaly)}</p>
      <p className="text-right text-lg font-semibold tracking-tight text-warn">
        {formatValue(series, value)}
      </p>
      <p className="text-[0.8125rem] text-ink-muted">{bandInWords(anomaly)}</p>
      <p className="text-right text-[0.8125rem] text-ink-muted">
        since {clock(startedAt)} {zoneName(startedAt)}, {lasted(startedAt, asOf)}
      </p>
    </li>
  );
}

function Past({ anomalies }: { readonly anomalies: readonly Anomaly[] }) {
  return (
    <details className="border-t border-line">
      <summary className="px-4 py-2 text-[0.8125rem] text-ink-muted hover:text-ink">
        Over in the last hours: {anomalies.length}
      </summary>
      <ScrollRegion label="Anomalies that are over" className="max-h-72 overflow-y-auto border-t border-line">
        <ul className="divide-y divide-line">
          {anomalies.map((anomaly) => (
            <PastRow key={keyOf(anomaly)} anomaly={anomaly} />
          ))}
        </ul>
      </ScrollRegion>
    </details>
  );
}

function PastRow({ anomaly }: { readonly anomaly: Anomaly }) {
  const { series, worst, startedAt, endedAt } = anomaly;
  const end = endedAt ?? startedAt;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-0.5 px-4 py-2 tabular-nums">
      <p>{titleOf(anomaly)}</p>
      <p className="text-right">{formatValue(series, worst)} at its worst</p>
      <p className="text-[0.8125rem] text-ink-muted">
        {bandInWords(anomaly)}; {endingOf(anomaly)}
      </p>
      <p className="text-right text-[0.8125rem] text-ink-muted">
        {clock(startedAt)} to {clock(end)} {zoneName(end)}
      </p>
    </li>
  );
}

function keyOf({ series, sku, startedAt }: Anomaly): string {
  return `${series} ${sku ?? ""} ${startedAt}`;
}

/** In whole minutes, as the detector sees them. */
function lasted(startedAt: string, asOf: string): string {
  const minutes = Math.max(1, Math.round((Date.parse(asOf) - Date.parse(startedAt)) / 60_000));
  return formatDuration(minutes * 60_000);
}
