import { memo } from "react";
import { Area, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import { ChartPanel } from "./chart-panel.tsx";
import { grid, margin, still, tooltip, xAxis, yAxis } from "./chart-settings.ts";
import type { MinuteRow } from "./minute-rows.ts";
import { percent } from "./percent.ts";

/** What share of the decided orders was declined, in front of how much is usual for as many as there were. */
export const DeclineChart = memo(function DeclineChart({
  rows,
  usual,
}: {
  readonly rows: readonly MinuteRow[];
  readonly usual: number | null;
}) {
  return (
    <ChartPanel
      title="Decline rate"
      aside={usual === null ? "what is usual is not known yet" : `usually ${percent(usual)}`}
      keys={[
        { name: "Declined of all decided", className: "bg-bad" },
        {
          name: "Usual band, wider where few were decided",
          className: "border border-line-strong bg-line",
        },
      ]}
      rows={rows}
      columns={[
        { name: "Declined", of: ({ declineRate }) => percent(declineRate) },
        { name: "Usual up to", of: ({ declineEdge }) => percent(declineEdge) },
      ]}
    >
      <ComposedChart
        data={rows}
        responsive
        style={{ width: "100%", height: 170 }}
        margin={margin}
        accessibilityLayer={false}
      >
        <CartesianGrid {...grid} />
        <XAxis {...xAxis} />
        <YAxis {...yAxis} domain={[0, "auto"]} tickFormatter={wholePercent} />
        <Tooltip {...tooltip} formatter={(share) => percent(Number(share))} />
        <Area
          {...still}
          dataKey="declineEdge"
          name="Usual up to"
          type="step"
          fill="var(--line)"
          fillOpacity={1}
          stroke="var(--line-strong)"
          activeDot={false}
        />
        <Line
          {...still}
          dataKey="declineRate"
          name="Declined"
          stroke="var(--bad)"
          strokeWidth={1.75}
          dot={{ r: 1.75, fill: "var(--bad)", strokeWidth: 0 }}
          activeDot={{ r: 4 }}
        />
      </ComposedChart>
    </ChartPanel>
  );
});

const wholePercent = (share: number) => `${Math.round(share * 100)} %`;
