"use client";

import { Badge } from "@doorbuster/web/components/badge";
import { Notice } from "@doorbuster/web/components/notice";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import { Time } from "@doorbuster/web/components/time";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC, type Answers } from "../shell/api.ts";
import { Panel } from "../shell/panel.tsx";
import { QueryFailed } from "../shell/query-failed.tsx";
import { useMay } from "../shell/use-may.ts";
import { ExplainDialog } from "./explain-dialog.tsx";

type Books = NonNullable<Answers["books"]["latest"]>;
type Mismatch = Books["mismatches"][number];

const refreshMs = 30_000;

/** Whether orders, stock, payments and live numbers agree, as of when, and what does not. */
export function BooksPanel() {
  const trpc = useTRPC();
  const query = useQuery(trpc.ops.books.latest.queryOptions(undefined, { refetchInterval: refreshMs }));
  const { data } = query;
  return (
    <Panel
      title="The books"
      aside={
        data && (
          <>
            looked at <Time value={data.lookedAt} format="time" />
            {query.isError && ", not kept current"}
          </>
        )
      }
    >
      <div className="px-4 pb-4">
        {data ? (
          <Verdict books={data} />
        ) : query.isPending ? (
          <BooksSkeleton />
        ) : query.isError ? (
          <QueryFailed
            what="The books"
            error={query.error}
            onRetry={() => void query.refetch()}
            busy={query.isFetching}
          />
        ) : (
          <p className="text-ink-muted">
            Nobody has looked at the books yet. That is done every five minutes.
          </p>
        )}
      </div>
    </Panel>
  );
}

function Verdict({ books }: { readonly books: Books }) {
  const { through, mismatches, open, busySkus, isFull } = books;
  const counted = mismatches.filter(({ explained }) => explained === undefined).length;
  const isOpen = open + busySkus.length > 0;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={counted > 0 ? "bad" : through === undefined ? "neutral" : "good"}>
          {counted > 0 ? "Does not agree" : through === undefined ? "Waiting" : "Agrees"}
        </Badge>
        {through === undefined ? (
          <span>The first orders are looked at once they have come to rest.</span>
        ) : (
          <span>
            Orders, stock, payments and live numbers {counted > 0 ? "were held against each other" : "agree"}{" "}
            as of <Time value={through} />.
          </span>
        )}
      </p>
      {isOpen && <p className="mt-2 text-ink-muted">{openSentence(open, busySkus.length)}</p>}
      {isFull && (
        <Notice tone="warn" title="Waiting for what is listed here" className="mt-4">
          So much does not agree or is open that nothing newer is looked at until some of it is settled.
        </Notice>
      )}
      {mismatches.length > 0 && (
        <>
          <ol className="mt-4 divide-y divide-line border-t border-line">
            {explainedLast(mismatches).map((mismatch) => (
              <MismatchRow key={mismatch.key} mismatch={mismatch} />
            ))}
          </ol>
          {mismatches.some(({ about }) => about !== "stock") && (
            <p className="border-t border-line pt-3 text-[0.8125rem] text-ink-muted">
              Amounts are in minor units: 1250 GBP is £12.50.
            </p>
          )}
        </>
      )}
    </>
  );
}

/** What waits for somebody first, each part in the order in which it came. */
function explainedLast(mismatches: readonly Mismatch[]): Mismatch[] {
  return mismatches.toSorted((a, b) => Number(a.explained !== undefined) - Number(b.explained !== undefined));
}

const aboutWords: Record<Mismatch["about"], string> = {
  order: "Order",
  payment: "Payment",
  stock: "Stock of",
  live: "Live numbers of",
};

function openSentence(orders: number, skus: number): string {
  const parts = [
    ...(orders > 0
      ? [orders === 1 ? "one order that is still open" : `${orders} orders that are still open`]
      : []),
    ...(skus > 0
      ? [skus === 1 ? "one product that was too busy" : `${skus} products that were too busy`]
      : []),
  ];
  return `Looked at again: ${parts.join(", ")}.`;
}

function MismatchRow({ mismatch }: { readonly mismatch: Mismatch }) {
  const mayExplain = useMay("ops.books.explain");
  const { about, id, what, since, explained } = mismatch;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="identifier break-all">
          <span className="font-medium">{aboutWords[about]}</span>{" "}
          {about === "order" ? (
            <Link href={`/orders/${id}`} className="underline underline-offset-4 hover:decoration-2">
              {id}
            </Link>
          ) : about === "live" ? (
            <Time value={id} />
          ) : (
            id
          )}
        </p>
        <p className="break-words">{what}</p>
        <p className="text-ink-muted">
          {explained ? (
            <>
              {explained.reason} · {explained.actor} · <Time value={explained.at} />
            </>
          ) : (
            <>
              since <Time value={since} />
            </>
          )}
        </p>
      </div>
      {explained ? <Badge>Explained</Badge> : mayExplain && <ExplainDialog mismatch={mismatch} />}
    </li>
  );
}

function BooksSkeleton() {
  return (
    <>
      <output className="sr-only">Loading the books…</output>
      <Skeleton className="h-5 w-72 max-w-full" />
    </>
  );
}
