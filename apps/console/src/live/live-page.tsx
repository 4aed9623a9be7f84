"use client";

import { Button } from "@doorbuster/web/components/button";
import { classNames } from "@doorbuster/web/components/class-names";
import { Notice } from "@doorbuster/web/components/notice";
import { Time } from "@doorbuster/web/components/time";
import type { LiveSnapshot } from "@doorbuster/core/metrics/liveView";
import { useMemo, useState } from "react";
import { PageHeading } from "../shell/page-heading.tsx";
import { AnomaliesPanel } from "./anomalies-panel.tsx";
import { ConfirmTimeChart, OrdersChart, RevenueChart } from "./charts.tsx";
import { DeclineChart } from "./decline-chart.tsx";
import { hearing } from "./freshness.ts";
import { FunnelPanel } from "./funnel-panel.tsx";
import { HearingLine } from "./hearing-line.tsx";
import { KpiStrip } from "./kpi-strip.tsx";
import { LiveSkeleton } from "./live-skeleton.tsx";
import { mainCurrency, minuteRows } from "./minute-rows.ts";
import { SellThroughPanel } from "./sell-through-panel.tsx";
import { SettledPanel } from "./settled-panel.tsx";
import { useLive } from "./use-live.ts";
import { useSampled } from "./use-sampled.ts";
import { useNow } from "./use-now.ts";

export function LivePage() {
  const live = useLive();
  const now = useNow();
  const [openedAt] = useState(Date.now);
  const state = hearing(live.heardAt, now);
  const { snapshot, heardAt } = live;
  return (
    <>
      <PageHeading title="Live">
        {snapshot && heardAt !== undefined && (
          <HearingLine state={state} snapshot={snapshot} heardAt={heardAt} now={now} />
        )}
      </PageHeading>
      {live.refusal !== undefined && (
        <Notice
          tone="bad"
          title="The shop refuses to send"
          className="mb-4"
          action={
            <Button size="sm" onClick={live.retry}>
              Try again
            </Button>
          }
        >
          {live.refusal}
        </Notice>
      )}
      {snapshot && heardAt !== undefined ? (
        <>
          {state === "silent" && (
            <Notice tone="bad" title="Not hearing from the shop" className="mb-4">
              Everything below is as of <Time value={snapshot.asOf} format="time" />. The shop may sell on
              without being seen. Trying to reconnect.
            </Notice>
          )}
          <div className={classNames("grid gap-4", state === "silent" && "is-history")}>
            <Board snapshot={snapshot} heardAt={heardAt} now={now} settled={live.settled} />
          </div>
        </>
      ) : (
        live.refusal === undefined && <BeforeFirst isLate={now - openedAt > firstLateAfterMs} />
      )}
    </>
  );
}

/** The first message takes a second or so; when it does not come, that has to be said. */
const firstLateAfterMs = 8_000;

function BeforeFirst({ isLate }: { readonly isLate: boolean }) {
  return (
    <>
      {isLate && (
        <Notice tone="bad" title="The shop does not answer" className="mb-4">
          No numbers have come since this page was opened. Trying again by itself.
        </Notice>
      )}
      <LiveSkeleton />
    </>
  );
}

function Board({
  snapshot,
  heardAt,
  now,
  settled,
}: {
  readonly snapshot: LiveSnapshot;
  readonly heardAt: number;
  readonly now: number;
  readonly settled: ReturnType<typeof useLive>["settled"];
}) {
  const currency = mainCurrency(snapshot.revenueMinor);
  // Messages come up to four times a second; figures follow each, charts one a second.
  const drawn = useSampled(snapshot, 1_000);
  const rows = useMemo(() => minuteRows(drawn, currency), [drawn, currency]);
  return (
    <>
      <KpiStrip snapshot={snapshot} currency={currency} />
      <AnomaliesPanel snapshot={snapshot} heardAt={heardAt} now={now} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="grid min-w-0 gap-4">
          <OrdersChart rows={rows} />
          <div className="grid gap-4 lg:grid-cols-2">
            <RevenueChart rows={rows} currency={currency} />
            <ConfirmTimeChart rows={rows} recent={drawn.recent} />
          </div>
          <DeclineChart rows={rows} usual={drawn.anomalies.usualDeclineRate} />
          <SellThroughPanel snapshot={snapshot} heardAt={heardAt} now={now} />
        </div>
        <div className="grid gap-4 max-xl:lg:grid-cols-2">
          <FunnelPanel funnel={snapshot.funnel} />
          <SettledPanel settled={settled} />
        </div>
      </div>
    </>
  );
}
