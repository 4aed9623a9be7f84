import { clock, zoneName } from "./chart-panel.tsx";
import type { MinuteRow } from "./minute-rows.ts";

// Recharts finds its parts by type among a chart's own children, so shared settings are props, not components.
export const margin = { top: 8, right: 4, bottom: 0, left: 0 };
export const grid = { vertical: false, stroke: "var(--line)" } as const;
const tick = { fill: "var(--ink-muted)", fontSize: 12 };
export const xAxis = {
  dataKey: "minute",
  tickFormatter: clock,
  tick,
  tickLine: false,
  axisLine: false,
  minTickGap: 40,
} as const;
export const yAxis = { tick, tickLine: false, axisLine: false, width: 58, tickCount: 4 } as const;
export const tooltip = {
  labelFormatter: (minute: unknown) => clock(String(minute)),
  isAnimationActive: false,
  cursor: { fill: "var(--surface-sunken)", stroke: "var(--line)" },
  contentStyle: {
    background: "var(--surface-raised)",
    border: "1px solid var(--line)",
    borderRadius: 8,
    fontVariantNumeric: "tabular-nums",
  },
  labelStyle: { color: "var(--ink-muted)" },
  itemStyle: { color: "var(--ink)", padding: 0 },
} as const;
export const still = { isAnimationActive: false } as const;
export const count = (value: number) => value.toLocaleString("en-GB");

export function aside(rows: readonly MinuteRow[]): string {
  const last = rows.at(-1);
  return last ? `30 minutes, ${zoneName(last.minute)}` : "";
}
