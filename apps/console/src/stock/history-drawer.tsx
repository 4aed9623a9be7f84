"use client";

import { Button } from "@doorbuster/web/components/button";
import { Dialog } from "@doorbuster/web/components/dialog";
import { EmptyState } from "@doorbuster/web/components/empty-state";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import { Time } from "@doorbuster/web/components/time";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTRPC, type Answers } from "../shell/api.ts";
import { QueryFailed } from "../shell/query-failed.tsx";
import { useMay } from "../shell/use-may.ts";
import { RateDialog } from "./rate-dialog.tsx";
import type { StockItem } from "./stock-table.tsx";
import { count, difference } from "./units.ts";

type Entry = Answers["stock"]["audit"]["entries"][number];

/** Who changed a product's stock, when, why and by how much; and over how many shards its orders spread. */
export function HistoryDrawer({ item }: { readonly item: StockItem }) {
  return (
    <Dialog
      side="end"
      title={item.name}
      description={`${item.sku} · ${count(item.available)} available of ${count(item.stocked)} stocked`}
      trigger={
        <button
          type="button"
          className="min-h-7 underline underline-offset-4 hover:decoration-2"
          aria-label={`History of ${item.name}`}
        >
          History
        </button>
      }
    >
      <Spread item={item} />
      <h3 className="mt-6 mb-2 font-semibold">Changes, newest first</h3>
      <Changes sku={item.sku} />
    </Dialog>
  );
}

function Spread({ item }: { readonly item: StockItem }) {
  const mayChange = useMay("ops.stock.expectRate");
  const { stockShards, expectedOrdersPerSecond } = item;
  const shards = `${stockShards} ${stockShards === 1 ? "shard" : "shards"}`;
  return (
    <div className="flex items-center justify-between gap-4 rounded-lg border border-line px-4 py-3">
      <p>
        {expectedOrdersPerSecond === undefined
          ? `Orders spread over ${shards}`
          : `Ready for ${count(expectedOrdersPerSecond)} orders a second, over ${shards}`}
      </p>
      {mayChange && <RateDialog item={item} />}
    </div>
  );
}

function Changes({ sku }: { readonly sku: string }): ReactNode {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.ops.stock.audit.infiniteQueryOptions({ sku }, { getNextPageParam: (page) => page.cursor }),
  );
  if (query.isPending) return <ChangesSkeleton />;
  if (query.isError && !query.data) {
    return (
      <QueryFailed
        what="The history"
        error={query.error}
        onRetry={() => void query.refetch()}
        busy={query.isFetching}
      />
    );
  }
  const entries = query.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) return <EmptyState title="Never stocked">Changes appear here.</EmptyState>;
  return (
    <>
      <ol className="divide-y divide-line border-y border-line">
        {entries.map((entry) => (
          <Change key={entry.id} entry={entry} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          className="mt-4 w-full"
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show earlier changes
        </Button>
      )}
    </>
  );
}

function Change({ entry }: { readonly entry: Entry }) {
  const { kind, units, counted, expected, reason, actor, at } = entry;
  return (
    <li className="py-3">
      <p className="flex items-baseline justify-between gap-4">
        <span className="font-medium">{kind === "restock" ? "Restocked" : "Count corrected"}</span>
        <span className={units < 0 ? "font-semibold text-bad tabular-nums" : "font-semibold tabular-nums"}>
          {difference(units)}
        </span>
      </p>
      <p>{reason}</p>
      <p className="text-ink-muted">
        {counted !== undefined && expected !== undefined && (
          <>
            {count(counted)} counted, {count(expected)} expected ·{" "}
          </>
        )}
        {actor} · <Time value={at} format="date" />, <Time value={at} format="time" />
      </p>
    </li>
  );
}

function ChangesSkeleton() {
  return (
    <div className="grid gap-4">
      <output className="sr-only">Loading the history…</output>
      {Array.from({ length: 3 }, (_, row) => (
        <Skeleton key={row} className="h-14" />
      ))}
    </div>
  );
}
