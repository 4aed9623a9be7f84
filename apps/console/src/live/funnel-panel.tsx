import type { LiveSnapshot } from "@doorbuster/core/metrics/liveView";
import { Panel } from "../shell/panel.tsx";

type Funnel = LiveSnapshot["funnel"];

const steps: readonly { readonly of: keyof Funnel; readonly name: string; readonly bar: string }[] = [
  { of: "placed", name: "Placed", bar: "bg-ink" },
  { of: "confirmed", name: "Paid", bar: "bg-ink" },
  { of: "captured", name: "Captured", bar: "bg-ink" },
  { of: "declined", name: "Declined", bar: "bg-bad" },
  { of: "expired", name: "Expired", bar: "bg-line-strong" },
  { of: "cancelled", name: "Cancelled", bar: "bg-line-strong" },
];

/** How far orders came. Counted when they came there, so an order placed before the window may be paid within it. */
export function FunnelPanel({ funnel }: { readonly funnel: Funnel }) {
  const most = Math.max(1, ...steps.map(({ of }) => funnel[of]));
  return (
    <Panel title="Funnel" aside="30 minutes">
      <table className="mx-4 mb-3 w-[calc(100%-2rem)] tabular-nums">
        <thead className="sr-only">
          <tr>
            <th>Step</th>
            <th aria-hidden="true">Bar</th>
            <th>Orders</th>
            <th>Of placed</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ of, name, bar }) => (
            <tr key={of}>
              <th scope="row" className="w-px py-1.5 pr-4 text-left font-normal">
                {name}
              </th>
              <td aria-hidden="true" className="py-1.5">
                <span
                  className={`block h-4 min-w-px rounded-xs ${bar}`}
                  style={{ width: `${(funnel[of] / most) * 100}%` }}
                />
              </td>
              <td className="w-px py-1.5 pl-3 text-right font-medium">
                {funnel[of].toLocaleString("en-GB")}
              </td>
              <td className="w-16 py-1.5 text-right text-ink-muted">
                {funnel.placed === 0 ? "–" : `${((funnel[of] / funnel.placed) * 100).toFixed(1)} %`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
