"use client";

import { Button } from "@doorbuster/web/components/button";
import { classNames } from "@doorbuster/web/components/class-names";
import { Money } from "@doorbuster/web/components/money";
import { Notice } from "@doorbuster/web/components/notice";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import type { CallFailure } from "@doorbuster/web/trpc/errors";
import type { Quote } from "../api/outputs.ts";
import type { Basket } from "../basket/basket.ts";
import { TotalsList } from "../order/totals-list.tsx";
import { Shortage } from "./shortage.tsx";

/**
 * What will be bought at which price, by the shop's own reckoning.
 *
 * @param isStale the basket has changed and the new quote is on its way
 * @param sayShortage off while something else on the page says what there is not enough of
 */
export function OrderSummary({
  basket,
  quote,
  isStale,
  sayShortage,
  failure,
  onRetry,
}: {
  readonly basket: Basket;
  readonly quote: Quote | undefined;
  readonly isStale: boolean;
  readonly sayShortage: boolean;
  readonly failure: CallFailure | undefined;
  readonly onRetry: () => void;
}) {
  const priced = new Map(quote?.lines.map((line) => [line.sku, line]));
  const short = (quote?.lines ?? [])
    .filter((line) => line.left < line.quantity && basket.some(({ sku }) => sku === line.sku))
    .map(({ sku, left }) => ({ sku, left }));
  return (
    <section aria-labelledby="summary-heading" className="flex flex-col gap-5">
      <h2 id="summary-heading" className="text-xl font-semibold tracking-tight">
        Your order
      </h2>
      <ul className="flex flex-col gap-4">
        {basket.map(({ sku, name, picture, quantity, priceSeen }) => {
          const unit = priced.get(sku)?.unitPrice ?? priceSeen;
          return (
            <li key={sku} className="grid grid-cols-[3.5rem_1fr_auto] items-center gap-3">
              <img
                src={picture}
                alt=""
                width={56}
                height={56}
                className="size-14 rounded-md bg-surface-sunken object-cover"
              />
              <div className="min-w-0">
                <p className="font-medium">{name}</p>
                <p className="text-sm text-ink-muted tabular-nums">
                  {quantity} × <Money value={unit} />
                </p>
              </div>
              <Money value={{ amount: unit.amount * quantity, currency: unit.currency }} />
            </li>
          );
        })}
      </ul>
      {failure !== undefined && <QuoteFailed failure={failure} basket={basket} onRetry={onRetry} />}
      {failure === undefined && sayShortage && !isStale && short.length > 0 && (
        <Shortage items={short} basket={basket} />
      )}
      {quote === undefined ? (
        failure === undefined && <Skeleton className="h-32" />
      ) : (
        <div aria-live="polite" aria-busy={isStale} className={classNames(isStale && "opacity-50")}>
          <TotalsList totals={quote.totals} />
        </div>
      )}
    </section>
  );
}

function QuoteFailed({
  failure,
  basket,
  onRetry,
}: {
  readonly failure: CallFailure;
  readonly basket: Basket;
  readonly onRetry: () => void;
}) {
  const sku = failure.kind === "app" ? failure.details["sku"] : undefined;
  const max = failure.kind === "app" ? failure.details["max"] : undefined;
  if (typeof sku === "string") {
    return (
      <Shortage
        items={[{ sku, left: typeof max === "number" ? max : 0 }]}
        basket={basket}
        because="refused"
      />
    );
  }
  return (
    <Notice
      tone="bad"
      title="We can’t work out the total"
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      {failure.kind === "app"
        ? failure.message
        : "The shop does not answer. Your basket is safe; we keep trying."}
    </Notice>
  );
}
