"use client";

import { Money } from "@doorbuster/web/components/money";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import type { Order } from "../api/outputs.ts";
import { useOffers } from "../catalog/offers.ts";

/** What was bought at which price. The pictures are the catalogue's; an order outlives them. */
export function OrderLines({ lines }: { readonly lines: Order["lines"] }) {
  const offers = useOffers(lines.map(({ sku }) => sku));
  return (
    <ul className="flex flex-col gap-4">
      {lines.map(({ sku, name, quantity, unitPrice }) => {
        const offer = offers.get(sku);
        return (
          <li key={sku} className="grid grid-cols-[3.5rem_1fr_auto] items-center gap-3">
            {typeof offer === "object" ? (
              <img
                src={offer.picture}
                alt=""
                width={56}
                height={56}
                className="size-14 rounded-md object-cover"
              />
            ) : (
              <Skeleton className="size-14 animate-none" />
            )}
            <div className="min-w-0">
              <p className="font-medium">{name}</p>
              <p className="text-sm text-ink-muted tabular-nums">
                {quantity.toLocaleString("en-GB")} × <Money value={unitPrice} />
              </p>
            </div>
            <Money value={{ amount: unitPrice.amount * quantity, currency: unitPrice.currency }} />
          </li>
        );
      })}
    </ul>
  );
}
