"use client";

import { buttonClass } from "@doorbuster/web/components/button-class";
import { classNames } from "@doorbuster/web/components/class-names";
import { Button } from "@doorbuster/web/components/button";
import { Dialog } from "@doorbuster/web/components/dialog";
import { EmptyState } from "@doorbuster/web/components/empty-state";
import { ArrowRightIcon } from "@doorbuster/web/components/icons";
import { Money } from "@doorbuster/web/components/money";
import { useOffers } from "../catalog/offers.ts";
import { countUnits } from "./basket.ts";
import { useBasket } from "./basket-store.ts";
import { BasketLineRow } from "./basket-line-row.tsx";
import { isOrderable, newsOf } from "./line-news.ts";
import { subtotalOf } from "./subtotal.ts";

export function BasketDrawer({
  open,
  onOpenChange,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const basket = useBasket();
  const offers = useOffers(basket.map(({ sku }) => sku));
  const lines = basket.map((line) => {
    const offer = offers.get(line.sku);
    return { line, offer, news: offer === undefined ? [] : newsOf(line, offer) };
  });
  const ready = lines.every(({ news }) => isOrderable(news));
  const close = () => onOpenChange(false);
  return (
    <Dialog
      title="Basket"
      side="end"
      open={open}
      onOpenChange={onOpenChange}
      footer={
        basket.length === 0 ? undefined : (
          <div className="flex flex-col gap-3">
            <p className="flex items-baseline justify-between">
              <span>{countUnits(basket) === 1 ? "1 item" : `${countUnits(basket)} items`}</span>
              <Money value={subtotalOf(lines)} className="text-lg font-semibold" />
            </p>
            <p className="text-sm text-ink-muted">VAT and delivery are added at checkout, before you pay.</p>
            {ready ? (
              // A plain link: the checkout is a document of its own, which alone may hold the card fields.
              <a href="/checkout" className={classNames(buttonClass("primary", "lg"), "w-full")}>
                Check out <ArrowRightIcon />
              </a>
            ) : (
              <p role="status" className="rounded-md bg-warn-soft px-4 py-3 text-sm font-medium text-warn">
                Sort out the marked items to check out.
              </p>
            )}
          </div>
        )
      }
    >
      {basket.length === 0 ? (
        <EmptyState title="Nothing in here yet" action={<Button onClick={close}>Look at the drop</Button>}>
          What you add stays here when you close the page, but nothing is held for you until you pay.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {lines.map(({ line, offer, news }) => (
            <BasketLineRow key={line.sku} line={line} offer={offer} news={news} onLeave={close} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}
