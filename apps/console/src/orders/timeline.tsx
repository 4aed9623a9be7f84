import { formatDuration } from "@doorbuster/web/format/time";
import { Money } from "@doorbuster/web/components/money";
import { Time } from "@doorbuster/web/components/time";
import { Panel } from "../shell/panel.tsx";
import { Code, type OrderDetail } from "./order-panels.tsx";
import { entryWords, paymentWords, statusWords } from "./words.ts";

type Entry = OrderDetail["timeline"][number];

/** Everything that ever happened to the order, first to last: the audit log as it was written. */
export function Timeline({ entries }: { readonly entries: readonly Entry[] }) {
  return (
    <Panel title="Timeline" aside={`${entries.length} entries, first to last`}>
      <ol className="px-4 pb-4">
        {entries.map((entry, index) => (
          <TimelineItem key={entry.id} entry={entry} before={entries[index - 1]} />
        ))}
      </ol>
    </Panel>
  );
}

function TimelineItem({ entry, before }: { readonly entry: Entry; readonly before: Entry | undefined }) {
  const sinceMs = before && Date.parse(entry.at) - Date.parse(before.at);
  return (
    <li className="relative border-l border-line pb-5 pl-5 last:border-transparent last:pb-0">
      <span
        aria-hidden="true"
        className="absolute top-1.5 -left-[4.5px] size-2 rounded-full bg-line-strong outline-4 outline-surface"
      />
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{entryWords[entry.type]}</span>
        <span className="text-ink-muted">
          <Time value={entry.at} format="date" />, <Time value={entry.at} format="time" />
          {sinceMs !== undefined && <span className="tabular-nums"> (+{formatDuration(sinceMs)})</span>}
        </span>
      </p>
      <p className="text-ink-muted">
        by {entry.actor} · order {statusWords[entry.status].text.toLowerCase()}, payment{" "}
        {paymentWords[entry.paymentState].toLowerCase()}
        {entry.refund && (
          <>
            {" "}
            · <Money value={entry.refund.amount} />
          </>
        )}
        {entry.reason && <> · {entry.reason}</>}
      </p>
      <p className="text-ink-muted">
        trace <Code>{entry.traceId}</Code>
      </p>
    </li>
  );
}
