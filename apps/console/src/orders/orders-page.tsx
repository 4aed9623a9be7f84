"use client";

import { Button } from "@doorbuster/web/components/button";
import { EmptyState } from "@doorbuster/web/components/empty-state";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { useTRPC } from "../shell/api.ts";
import { PageHeading } from "../shell/page-heading.tsx";
import { QueryFailed } from "../shell/query-failed.tsx";
import { OrdersSkeleton, OrdersTable } from "./orders-table.tsx";
import { SearchForm } from "./search-form.tsx";
import { readFilter, type OrderFilter } from "./search-params.ts";

export function OrdersPage() {
  const params = useSearchParams();
  const filter = useMemo(() => readFilter(new URLSearchParams(params.toString())), [params]);
  return (
    <>
      <PageHeading title="Orders">Newest first</PageHeading>
      <SearchForm filter={filter} />
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <Results filter={filter} />
      </div>
    </>
  );
}

function Results({ filter }: { readonly filter: OrderFilter }) {
  const trpc = useTRPC();
  const input = {
    ...(filter.text && { text: filter.text }),
    ...(filter.status && { status: filter.status }),
  };
  const query = useInfiniteQuery(
    trpc.ops.orders.search.infiniteQueryOptions(input, { getNextPageParam: (page) => page.cursor }),
  );
  if (query.isPending) return <OrdersSkeleton />;
  if (query.isError && !query.data) {
    return (
      <QueryFailed
        what="The orders"
        error={query.error}
        onRetry={() => void query.refetch()}
        busy={query.isFetching}
      />
    );
  }
  const orders = query.data.pages.flatMap((page) => page.orders);
  const isFiltered = filter.text !== "" || filter.status !== undefined;
  return (
    <>
      {orders.length > 0 && <OrdersTable orders={orders} />}
      {orders.length === 0 && (
        <EmptyState title={isFiltered ? "No order matches" : "No orders yet"}>
          {noOrdersSentence(isFiltered, query.hasNextPage)}
        </EmptyState>
      )}
      <footer className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-3 text-ink-muted">
        <output>{orders.length.toLocaleString("en-GB")} shown</output>
        {query.isFetchNextPageError && <p role="alert">Older orders could not be read.</p>}
        {query.hasNextPage && (
          <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Look further back
          </Button>
        )}
      </footer>
    </>
  );
}

function noOrdersSentence(isFiltered: boolean, isMore: boolean): string {
  if (!isFiltered) return "The first one will show up here as soon as it is placed.";
  return isMore ? "None of the newest does. Older ones may." : "Try less of the word, or any status.";
}
