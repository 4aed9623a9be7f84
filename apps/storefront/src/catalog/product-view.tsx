"use client";

import Link from "next/link";
import { Button } from "@doorbuster/web/components/button";
import { buttonClass } from "@doorbuster/web/components/button-class";
import { EmptyState } from "@doorbuster/web/components/empty-state";
import { ArrowLeftIcon } from "@doorbuster/web/components/icons";
import { Money } from "@doorbuster/web/components/money";
import { Notice } from "@doorbuster/web/components/notice";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import type { Offer } from "@doorbuster/core/catalog/shelf";
import { AddToBasket } from "./add-to-basket.tsx";
import { isNotFound, refreshOffer, useOffer } from "./offers.ts";
import { stockWords } from "./stock-level.ts";
import { StockCount } from "./stock-count.tsx";

/** @param known the product as the server last saw it, if it could */
export function ProductView({ sku, known }: { readonly sku: string; readonly known: Offer | undefined }) {
  const { value: offer, failure } = useOffer(sku, known);
  return (
    <div className="mx-auto max-w-[90rem] px-4 pt-4 pb-16 sm:px-8">
      <Link
        href="/#drop"
        className="-ml-2 inline-flex min-h-11 items-center gap-2 rounded-md px-2 text-sm hover:underline"
      >
        <ArrowLeftIcon className="size-4" /> The drop
      </Link>
      {isNotFound(failure) ? (
        <EmptyState
          title="No longer for sale"
          action={
            <Link href="/" className={buttonClass("primary")}>
              See the drop
            </Link>
          }
        >
          This product has left the shop. What you ordered of it stays yours.
        </EmptyState>
      ) : (
        <div className="mt-2 grid gap-8 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)] lg:gap-16">
          {offer === undefined ? (
            <Skeleton className="aspect-square w-full" />
          ) : (
            <img
              src={offer.picture}
              alt={offer.name}
              width={800}
              height={800}
              fetchPriority="high"
              className="aspect-square w-full rounded-lg bg-surface-sunken object-cover lg:sticky lg:top-20 lg:max-h-[calc(100svh-7rem)]"
            />
          )}
          <div className="flex flex-col gap-7 lg:pt-8">
            {failure !== undefined && (
              <Notice
                tone={offer === undefined ? "bad" : "warn"}
                title={offer === undefined ? "We can’t reach the shop" : "These numbers may be out of date"}
                action={offer === undefined && <Button onClick={() => refreshOffer(sku)}>Try now</Button>}
              >
                This page keeps trying by itself. What is left is checked again before you pay.
              </Notice>
            )}
            {offer !== undefined && <ProductDetails offer={offer} />}
            {offer === undefined && failure === undefined && <ProductDetailsSkeleton />}
          </div>
        </div>
      )}
    </div>
  );
}

function ProductDetails({ offer }: { readonly offer: Offer }) {
  return (
    <>
      <div>
        <p className="text-sm text-ink-muted">{offer.category}</p>
        <h1 className="mt-2 text-4xl leading-none font-semibold tracking-[-0.035em] text-balance sm:text-6xl">
          {offer.name}
        </h1>
        <p className="mt-4 text-xl text-balance text-ink-muted">{offer.tagline}</p>
      </div>
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <Money value={offer.price} className="text-2xl font-semibold tracking-tight" />
        <span className="text-sm text-ink-muted">plus VAT and delivery</span>
        <StockCount left={offer.left} className="ml-auto text-base" />
      </div>
      <p aria-live="polite" className="sr-only">
        {offer.name}: {stockWords(offer.left)}
      </p>
      <AddToBasket key={offer.sku} offer={offer} />
      <p className="max-w-prose text-lg leading-relaxed text-pretty">{offer.description}</p>
      <dl className="divide-y divide-line border-y border-line">
        {Object.entries(offer.attributes).map(([name, value]) => (
          <div key={name} className="grid grid-cols-[9rem_1fr] gap-4 py-3">
            <dt className="text-ink-muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function ProductDetailsSkeleton() {
  return (
    <div role="status" aria-label="Loading the product" className="flex flex-col gap-6">
      <Skeleton className="h-14 w-3/4" />
      <Skeleton className="h-6 w-full" />
      <Skeleton className="h-8 w-32" />
      <Skeleton className="h-13 w-full" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
