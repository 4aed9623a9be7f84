"use client";

import { useState } from "react";
import { Button } from "@doorbuster/web/components/button";
import { classNames } from "@doorbuster/web/components/class-names";
import { EmptyState } from "@doorbuster/web/components/empty-state";
import { Notice } from "@doorbuster/web/components/notice";
import type { Offer } from "@doorbuster/core/catalog/shelf";
import { refreshDrop, useDrop } from "./offers.ts";
import { ProductCard, ProductCardSkeleton } from "./product-card.tsx";
import { SoldOutNews } from "./sold-out-news.tsx";

/** Places, from 0, of the large cards: with sixteen products they fill seven rows of four without a gap. */
const largeAt = new Set([0, 9, 10, 13]);
const placeholders = 16;
/** Cards that may be in view when the page opens, on the tallest usual screen. */
const eagerCards = 3;

/** @param known the drop as the server last saw it, if it could */
export function DropGrid({ known }: { readonly known: readonly Offer[] | undefined }) {
  const { value: offers, failure } = useDrop(known);
  const [category, setCategory] = useState<string>();
  if (offers === undefined && failure !== undefined) return <DropUnreachable />;
  const numbered = (offers ?? []).map((offer, index) => ({ offer, number: index + 1 }));
  const shown = numbered.filter(({ offer }) => category === undefined || offer.category === category);
  return (
    <section
      aria-labelledby="drop-heading"
      id="drop"
      className="mx-auto max-w-[90rem] scroll-mt-16 px-4 py-12 sm:px-8 sm:py-16"
    >
      <div className="mb-8 flex flex-col gap-x-8 gap-y-4 sm:flex-row sm:items-end sm:justify-between">
        <h2 id="drop-heading" className="text-3xl font-semibold tracking-tight sm:text-4xl">
          Everything in it
        </h2>
        {offers !== undefined && <CategoryFilter offers={offers} chosen={category} onChoose={setCategory} />}
      </div>
      {failure !== undefined && (
        <Notice tone="warn" title="These numbers may be out of date" className="mb-6">
          We can’t reach the shop just now and keep trying. The counter is checked again before you pay.
        </Notice>
      )}
      {offers?.length === 0 ? (
        <EmptyState title="The next drop is not out yet">
          Nothing is on sale at the moment. Come back soon.
        </EmptyState>
      ) : (
        <ul
          aria-busy={offers === undefined}
          className="grid grid-flow-dense grid-cols-2 gap-x-3 gap-y-8 sm:gap-x-6 sm:gap-y-10 lg:grid-cols-4"
        >
          {offers === undefined
            ? Array.from({ length: placeholders }, (_, i) => (
                <ProductCardSkeleton key={i} large={largeAt.has(i)} />
              ))
            : shown.map(({ offer, number }, index) => (
                <ProductCard
                  key={offer.sku}
                  offer={offer}
                  number={number}
                  large={category === undefined && largeAt.has(index)}
                  eager={index < eagerCards}
                />
              ))}
        </ul>
      )}
      <SoldOutNews offers={offers} />
    </section>
  );
}

function CategoryFilter({
  offers,
  chosen,
  onChoose,
}: {
  readonly offers: readonly Offer[];
  readonly chosen: string | undefined;
  readonly onChoose: (category: string | undefined) => void;
}) {
  const categories = [...new Set(offers.map(({ category }) => category))];
  const choices = [undefined, ...categories];
  return (
    <div
      role="group"
      aria-label="Category"
      className="-mx-4 flex gap-1 overflow-x-auto px-4 py-1 sm:mx-0 sm:flex-wrap sm:px-0"
    >
      {choices.map((category) => (
        <button
          key={category ?? "all"}
          type="button"
          aria-pressed={category === chosen}
          onClick={() => onChoose(category)}
          className={classNames(
            "min-h-11 shrink-0 rounded-full px-4 text-sm font-medium transition-colors",
            category === chosen ? "bg-ink text-ink-inverse" : "hover:bg-surface-sunken",
          )}
        >
          {category ?? "All"}{" "}
          <span className="tabular-nums opacity-75">
            {category === undefined
              ? offers.length
              : offers.filter((offer) => offer.category === category).length}
          </span>
        </button>
      ))}
    </div>
  );
}

function DropUnreachable() {
  return (
    <section id="drop" className="mx-auto max-w-2xl scroll-mt-16 px-4 py-20">
      <Notice
        tone="bad"
        title="We can’t reach the shop"
        action={<Button onClick={refreshDrop}>Try now</Button>}
      >
        Either your connection or our side is down. This page keeps trying by itself; your basket is safe.
      </Notice>
    </section>
  );
}
