import type { LiveSnapshot } from "@doorbuster/core/metrics/liveView";
import { formatMoney } from "@doorbuster/web/format/money";
import { memo } from "react";
import { Bar, BarChart, CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from "recharts";
import { ChartPanel } from "./chart-panel.tsx";
import { aside, count, grid, margin, still, tooltip, xAxis, yAxis } from "./chart-settings.ts";
import { formatLatency } from "./latency.ts";
import type { MinuteRow } from "./minute-rows.ts";

export const OrdersChart = memo(function OrdersChart({ rows }: { readonly rows: readonly MinuteRow[] }) {
  return (
    <ChartPanel
      title="Orders per minute"
      aside={aside(rows)}
      keys={[
        { name: "Confirmed", className: "bg-ink" },
        { name: "This minute, so far", className: "border border-ink bg-lamp" },
        { name: "Declined", className: "bg-bad" },
        { name: "Expired or cancelled", className: "bg-line-strong" },
      ]}
      rows={rows}
      columns={[
        { name: "Confirmed", of: (row) => count(row.confirmed + row.confirmedSoFar) },
        { name: "Declined", of: (row) => count(row.declined) },
        { name: "Lapsed", of: (row) => count(row.lapsed) },
      ]}
    >
      <BarChart
        data={rows}
        responsive
        style={{ width: "100%", height: 220 }}
        margin={margin}
        barCategoryGap="18%"
        accessibilityLayer={false}
      >
        <CartesianGrid {...grid} />
        <XAxis {...xAxis} />
        <YAxis {...yAxis} allowDecimals={false} />
        <Tooltip {...tooltip} />
        <Bar {...still} dataKey="confirmed" name="Confirmed" stackId="orders" fill="var(--ink)" />
        <Bar
          {...still}
          dataKey="confirmedSoFar"
          name="So far"
          stackId="orders"
          fill="var(--lamp)"
          stroke="var(--ink)"
        />
        <Bar {...still} dataKey="declined" name="Declined" stackId="orders" fill="var(--bad)" />
        <Bar
          {...still}
          dataKey="lapsed"
          name="Expired or cancelled"
          stackId="orders"
          fill="var(--line-strong)"
        />
      </BarChart>
    </ChartPanel>
  );
});

export const RevenueChart = memo(function RevenueChart({
  rows,
  currency,
}: {
  readonly rows: readonly MinuteRow[];
  readonly currency: string;
}) {
  const money = (amount: number) => formatMoney({ amount, currency });
  const short = compactMoney(currency);
  const isEmpty = rows.every((row) => row.revenue + row.revenueSoFar === 0);
  return (
    <ChartPanel
      title="Revenue per minute"
      aside={`${currency}, ${aside(rows)}`}
      rows={rows}
      columns={[{ name: "Revenue", of: (row) => money(row.revenue + row.revenueSoFar) }]}
    >
      <BarChart
        data={rows}
        responsive
        style={{ width: "100%", height: 170 }}
        margin={margin}
        barCategoryGap="18%"
        accessibilityLayer={false}
      >
        <CartesianGrid {...grid} />
        <XAxis {...xAxis} />
        <YAxis {...yAxis} tickFormatter={short} domain={[0, isEmpty ? 10_000 : "auto"]} />
        <Tooltip {...tooltip} formatter={(amount) => money(Number(amount))} />
        <Bar {...still} dataKey="revenue" name="Revenue" stackId="revenue" fill="var(--ink)" />
        <Bar
          {...still}
          dataKey="revenueSoFar"
          name="So far"
          stackId="revenue"
          fill="var(--lamp)"
          stroke="var(--ink)"
        />
      </BarChart>
    </ChartPanel>
  );
});

export const ConfirmTimeChart = memo(function ConfirmTimeChart({
  rows,
  recent,
}: {
  readonly rows: readonly MinuteRow[];
  readonly recent: LiveSnapshot["recent"];
}) {
  const { confirmMsP50, confirmMsP95 } = recent;
  return (
    <ChartPanel
      title="Time to confirm, p95"
      aside={
        confirmMsP50 !== null && confirmMsP95 !== null
          ? `last 5 min: p50 ${formatLatency(confirmMsP50)}, p95 ${formatLatency(confirmMsP95)}`
          : "nothing confirmed in 5 min"
      }
      rows={rows}
      columns={[{ name: "p95", of: ({ confirmMsP95: p95 }) => formatLatency(p95) }]}
    >
      <LineChart
        data={rows}
        responsive
        style={{ width: "100%", height: 170 }}
        margin={margin}
        accessibilityLayer={false}
      >
        <CartesianGrid {...grid} />
        <XAxis {...xAxis} />
        <YAxis {...yAxis} domain={[0, "auto"]} tickFormatter={formatLatency} />
        <Tooltip {...tooltip} formatter={(ms) => formatLatency(Number(ms))} />
        <Line
          {...still}
          dataKey="confirmMsP95"
          name="p95"
          stroke="var(--ink)"
          strokeWidth={1.75}
          dot={{ r: 1.75, fill: "var(--ink)", strokeWidth: 0 }}
          activeDot={{ r: 4 }}
        />
      </LineChart>
    </ChartPanel>
  );
});

/** For an axis: minor units as `£1.2k`. */
function compactMoney(currency: string): (amount: number) => string {
  const style = { style: "currency", currency } as const;
  const digits = new Intl.NumberFormat("en-GB", style).resolvedOptions().maximumFractionDigits ?? 2;
  const format = new Intl.NumberFormat("en-GB", {
    ...style,
    notation: "compact",
    maximumSignificantDigits: 3,
  });
  return (amount) => format.format(amount / 10 ** digits);
}
