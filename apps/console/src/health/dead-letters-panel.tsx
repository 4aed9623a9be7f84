"use client";

import { Skeleton } from "@doorbuster/web/components/skeleton";
import { Time } from "@doorbuster/web/components/time";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../shell/api.ts";
import { Panel } from "../shell/panel.tsx";
import { QueryFailed } from "../shell/query-failed.tsx";
import { PileRow } from "./pile-row.tsx";
import { Redrives } from "./redrives.tsx";

/** A look counts as a receipt of each letter, so not too often. */
const refreshMs = 60_000;

/** What was given up, by whose it is, and the way back for it. */
export function DeadLettersPanel() {
  const trpc = useTRPC();
  const query = useQuery(trpc.ops.deadLetters.list.queryOptions(undefined, { refetchInterval: refreshMs }));
  const { data, dataUpdatedAt } = query;
  return (
    <Panel
      title="Dead letters"
      aside={
        data && (
          <>
            looked at <Time value={new Date(dataUpdatedAt).toISOString()} format="time" />
            {query.isError && ", not kept current"}
          </>
        )
      }
    >
      {data ? (
        <>
          <ul className="divide-y divide-line border-t border-line">
            {data.piles.map((pile) => (
              <PileRow key={pile.of} pile={pile} seenAt={dataUpdatedAt} />
            ))}
          </ul>
          {data.redrives.length > 0 && <Redrives redrives={data.redrives} />}
        </>
      ) : query.isError ? (
        <div className="px-4 pb-4">
          <QueryFailed
            what="The dead letters"
            error={query.error}
            onRetry={() => void query.refetch()}
            busy={query.isFetching}
          />
        </div>
      ) : (
        <DeadLettersSkeleton />
      )}
    </Panel>
  );
}

function DeadLettersSkeleton() {
  return (
    <div className="grid gap-5 px-4 pt-2 pb-5">
      <output className="sr-only">Loading the dead letters…</output>
      {Array.from({ length: 5 }, (_, row) => (
        <Skeleton key={row} className="h-5 w-72 max-w-full" />
      ))}
    </div>
  );
}
