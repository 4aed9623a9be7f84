import type { ReactNode } from "react";
import { Panel } from "../shell/panel.tsx";
import { ScrollRegion } from "../shell/scroll-region.tsx";
import type { MinuteRow } from "./minute-rows.ts";

export interface Column {
  readonly name: string;
  readonly of: (row: MinuteRow) => string;
}

/** One colour of a chart and what it stands for. */
export interface Key {
  readonly name: string;
  readonly className: string;
}

/** A chart for the eye, and the same minutes as a table for everybody who would rather read. */
export function ChartPanel({
  title,
  aside,
  keys = [],
  rows,
  columns,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly keys?: readonly Key[];
  readonly rows: readonly MinuteRow[];
  readonly columns: readonly Column[];
  readonly children: ReactNode;
}) {
  return (
    <Panel title={title} aside={aside}>
      <div aria-hidden="true">
        {keys.length > 0 && (
          <div className="flex flex-wrap gap-x-4 px-4 pb-1 text-[0.8125rem] text-ink-muted">
            {keys.map(({ name, className }) => (
              <span key={name} className="flex items-center gap-1.5">
                <span className={`size-2.5 rounded-xs ${className}`} />
                {name}
              </span>
            ))}
          </div>
        )}
        <div className="pr-3">{children}</div>
      </div>
      <details className="group border-t border-line">
        <summary className="px-4 py-2 text-[0.8125rem] text-ink-muted hover:text-ink">As a table</summary>
        <ScrollRegion label={`${title}: table`} className="max-h-72 overflow-y-auto px-4 pb-3">
          <table className="w-full tabular-nums">
            <thead>
              <tr className="text-ink-muted">
                <th className="py-1 text-left font-medium">Minute</th>
                {columns.map(({ name }) => (
                  <th key={name} className="py-1 text-right font-medium">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.toReversed().map((row, index) => (
                <tr key={row.minute}>
                  <th scope="row" className="py-0.5 text-left font-normal">
                    {clock(row.minute)}
                    {index === 0 && <span className="text-ink-muted"> so far</span>}
                  </th>
                  {columns.map(({ name, of }) => (
                    <td key={name} className="py-0.5 text-right">
                      {of(row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </details>
    </Panel>
  );
}

const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** `14:05` in the viewer's zone; the chart's title names the zone. */
export function clock(minute: string): string {
  return clockFormat.format(new Date(minute));
}

/** The viewer's zone as a short name: `GMT`, `CET`. */
export function zoneName(at: string): string {
  const format = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" });
  return format.formatToParts(new Date(at)).find(({ type }) => type === "timeZoneName")?.value ?? "";
}
