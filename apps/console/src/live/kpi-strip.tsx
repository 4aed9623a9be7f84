import type { LiveSnapshot } from "@doorbuster/core/metrics/liveView";
import { formatMoney } from "@doorbuster/web/format/money";
import type { ReactNode } from "react";
import { formatLatency } from "./latency.ts";
import { percent } from "./percent.ts";

const count = (value: number) => value.toLocaleString("en-GB");

/** The numbers one looks at first. Each says of which stretch of time it is. */
export function KpiStrip({
  snapshot,
  currency,
}: {
  readonly snapshot: LiveSnapshot;
  readonly currency: string;
}) {
  const { minutes, funnel, recent, revenueMinor, units } = snapshot;
  const present = minutes.at(-1);
  const lastWhole = minutes.at(-2);
  const money = (amount = 0) => formatMoney({ amount, currency });
  const otherCurrencies = Object.keys(revenueMinor).length - 1;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line md:grid-cols-3 xl:grid-cols-6">
      <Kpi name="Orders this minute" value={count(present?.confirmed ?? 0)}>
        {count(lastWhole?.confirmed ?? 0)} in the last whole one
      </Kpi>
      <Kpi name="Revenue this minute" value={money(present?.revenueMinor[currency])}>
        {money(lastWhole?.revenueMinor[currency])} in the last whole one
      </Kpi>
      <Kpi name="Orders, 30 min" value={count(funnel.confirmed)}>
        {count(units)} units
      </Kpi>
      <Kpi name="Revenue, 30 min" value={money(revenueMinor[currency])}>
        {otherCurrencies > 0 ? `and ${otherCurrencies} more currencies` : "at confirmation"}
      </Kpi>
      <Kpi name="Decline rate, 5 min" value={percent(recent.declineRate)}>
        {count(funnel.declined)} declined in 30 min
      </Kpi>
      <Kpi name="Time to confirm, 5 min" value={formatLatency(recent.confirmMsP50)}>
        median; p95 {formatLatency(recent.confirmMsP95)}
      </Kpi>
    </dl>
  );
}

function Kpi({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div className="bg-surface px-4 py-3">
      <dt className="text-[0.8125rem] text-ink-muted">{name}</dt>
      <dd className="mt-0.5 text-2xl font-semibold tracking-tight tabular-nums">{value}</dd>
      <dd className="mt-0.5 text-[0.8125rem] text-ink-muted tabular-nums">{children}</dd>
    </div>
  );
}
