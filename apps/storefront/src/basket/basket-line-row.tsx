"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@doorbuster/web/components/button";
import { Money } from "@doorbuster/web/components/money";
import { formatMoney } from "@doorbuster/web/format/money";
import type { Offer } from "@doorbuster/core/catalog/shelf";
import { acceptPrice, maxQuantityPerLine, setQuantity } from "./basket.ts";
import type { BasketLine } from "./basket.ts";
import { updateBasket } from "./basket-store.ts";
import type { LineNews } from "./line-news.ts";
import { QuantityStepper } from "./quantity-stepper.tsx";

/** One line: what it is, how many, what it costs now, and what has happened to it meanwhile. */
export function BasketLineRow({
  line,
  offer,
  news,
  onLeave,
}: {
  readonly line: BasketLine;
  readonly offer: Offer | "withdrawn" | undefined;
  readonly news: readonly LineNews[];
  readonly onLeave: () => void;
}) {
  const { sku, name, quantity } = line;
  const price = typeof offer === "object" ? offer.price : line.priceSeen;
  const max =
    typeof offer === "object" ? Math.min(offer.limitPerOrder ?? maxQuantityPerLine, offer.left) : quantity;
  const isGone = news.some(({ kind }) => kind === "sold-out" || kind === "withdrawn");
  return (
    <li className="grid grid-cols-[5.5rem_1fr] gap-4 py-5">
      <img
        src={line.picture}
        alt=""
        width={88}
        height={88}
        className="size-22 rounded-md bg-surface-sunken object-cover"
      />
      <div className="flex min-w-0 flex-col gap-2">
        <div className="flex items-start justify-between gap-3">
          <Link href={`/products/${sku}`} onClick={onLeave} className="font-medium hover:underline">
            {name}
          </Link>
          <Money
            value={{ amount: price.amount * quantity, currency: price.currency }}
            className="font-medium"
          />
        </div>
        {!isGone && (
          <div className="flex items-center justify-between gap-2">
            <QuantityStepper
              name={name}
              value={quantity}
              max={Math.max(1, max)}
              onChange={(next) => updateBasket((basket) => setQuantity(basket, sku, next))}
            />
            <RemoveButton line={line} />
          </div>
        )}
        <div aria-live="polite" className="flex flex-col gap-2 empty:hidden">
          {news.map((item) => (
            <News key={item.kind} line={line} item={item} />
          ))}
        </div>
      </div>
    </li>
  );
}

function RemoveButton({ line }: { readonly line: BasketLine }) {
  return (
    <Button
      variant="ghost"
      size="sm"
      aria-label={`Remove ${line.name}`}
      onClick={() => updateBasket((basket) => setQuantity(basket, line.sku, 0))}
    >
      Remove
    </Button>
  );
}

function News({ line, item }: { readonly line: BasketLine; readonly item: LineNews }) {
  const { sku, quantity } = line;
  switch (item.kind) {
    case "withdrawn":
      return <Line text="No longer for sale." fix={<RemoveButton line={line} />} />;
    case "sold-out":
      return <Line text="Sold out since you added it." fix={<RemoveButton line={line} />} />;
    case "too-many":
      return (
        <Line
          text={
            item.because === "limit"
              ? `At most ${item.max} per order; you have ${quantity}.`
              : `Only ${item.max} left; you have ${quantity}.`
          }
          fix={
            <Button size="sm" onClick={() => updateBasket((basket) => setQuantity(basket, sku, item.max))}>
              Take {item.max}
            </Button>
          }
        />
      );
    case "price-changed":
      return (
        <Line
          text={`The price went from ${formatMoney(item.from)} to ${formatMoney(item.to)}.`}
          fix={
            <Button size="sm" onClick={() => updateBasket((basket) => acceptPrice(basket, sku, item.to))}>
              All right
            </Button>
          }
        />
      );
  }
}

function Line({ text, fix }: { readonly text: string; readonly fix: ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-3 rounded-md bg-warn-soft py-1.5 pr-1.5 pl-3 text-sm text-warn">
      <p className="font-medium">{text}</p>
      {fix}
    </div>
  );
}
