"use client";

import { EmptyState } from "@doorbuster/web/components/empty-state";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../shell/api.ts";
import { PageHeading } from "../shell/page-heading.tsx";
import { QueryFailed } from "../shell/query-failed.tsx";
import { useMay } from "../shell/use-may.ts";
import { StockTable } from "./stock-table.tsx";

const refreshMs = 3_000;

export function StockPage() {
  const trpc = useTRPC();
  const mayChange = useMay("ops.stock.correct");
  const query = useQuery(trpc.ops.stock.list.queryOptions({}, { refetchInterval: refreshMs }));
  return (
    <>
      <PageHeading title="Stock">
        {query.data && <p>{query.isError ? "Not kept current: the shop does not answer" : "Kept current"}</p>}
      </PageHeading>
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        {query.data ? (
          query.data.length > 0 ? (
            <StockTable items={query.data} mayChange={mayChange} isStale={query.isError} />
          ) : (
            <EmptyState title="Nothing is for sale">
              Products of the current drop are listed here with their stock.
            </EmptyState>
          )
        ) : query.isPending ? (
          <StockSkeleton />
        ) : (
          <QueryFailed
            what="The stock"
            error={query.error}
            onRetry={() => void query.refetch()}
            busy={query.isFetching}
          />
        )}
      </div>
    </>
  );
}

function StockSkeleton() {
  return (
    <div className="divide-y divide-line">
      <output className="sr-only">Loading stock…</output>
      {Array.from({ length: 12 }, (_, row) => (
        <div key={row} className="flex items-center gap-6 px-4 py-3.5">
          <Skeleton className="h-4 w-48" />
          <Skeleton className="h-2 flex-1 max-sm:hidden" />
          <Skeleton className="ml-auto h-4 w-20" />
        </div>
      ))}
    </div>
  );
}
