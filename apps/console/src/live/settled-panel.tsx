"use client";

import type { LiveRecord } from "@doorbuster/core/metrics/liveBucket";
import { Button } from "@doorbuster/web/components/button";
import { Money } from "@doorbuster/web/components/money";
import { Time } from "@doorbuster/web/components/time";
import Link from "next/link";
import { useState } from "react";
import { StatusBadge } from "../orders/status-badge.tsx";
import { statusOf } from "../orders/words.ts";
import { Panel } from "../shell/panel.tsx";

/** Orders as they are settled, newest first. It can be held still, because at full speed nobody can press a row. */
export function SettledPanel({ settled }: { readonly settled: readonly LiveRecord[] }) {
  const [held, setHeld] = useState<readonly LiveRecord[] | undefined>(undefined);
  const shown = held ?? settled;
  return (
    <Panel
      title="Orders as they arrive"
      aside={
        <Button
          variant="ghost"
          size="sm"
          className="-my-2 -mr-2"
          aria-pressed={held !== undefined}
          onClick={() => setHeld(held ? undefined : settled)}
        >
          {held ? "Go on" : "Hold still"}
        </Button>
      }
    >
      {shown.length === 0 ? (
        <p className="px-4 pb-6 text-ink-muted">
          None since this page was opened. They show up here within a second.
        </p>
      ) : (
        <ol
          className="max-h-112 xl:max-h-184 divide-y divide-line overflow-y-auto border-t border-line"
          aria-label="Orders as they arrive"
        >
          {shown.map((record) => (
            <SettledRow key={record.id} record={record} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function SettledRow({ record }: { readonly record: LiveRecord }) {
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 px-4 py-2 hover:bg-canvas">
      <Link
        href={`/orders/${record.orderId}`}
        className="truncate identifier underline-offset-4 after:absolute after:inset-0 hover:underline"
      >
        {record.orderId}
      </Link>
      <Money
        value={{ amount: record.totalMinor, currency: record.currency }}
        className="text-right font-medium"
      />
      <span className="text-[0.8125rem] text-ink-muted">
        <Time value={record.at} format="time" /> · {record.units.toLocaleString("en-GB")}{" "}
        {record.units === 1 ? "unit" : "units"} · {record.country}
      </span>
      <span className="text-right">
        <StatusBadge status={statusOf(record.type)} />
      </span>
    </li>
  );
}
