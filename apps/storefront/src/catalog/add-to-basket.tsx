"use client";

import { useState } from "react";
import { Button } from "@doorbuster/web/components/button";
import type { Offer } from "@doorbuster/core/catalog/shelf";
import { addLine, maxQuantityPerLine } from "../basket/basket.ts";
import { setBasketOpen } from "../basket/basket-open.ts";
import { updateBasket, useBasket } from "../basket/basket-store.ts";
import { QuantityStepper } from "../basket/quantity-stepper.tsx";

/** How many, and into the basket with them, up to what is left, what one order may hold, and what the basket has. */
export function AddToBasket({ offer }: { readonly offer: Offer }) {
  const { sku, name, picture, price, left, limitPerOrder } = offer;
  const inBasket = useBasket().find((line) => line.sku === sku)?.quantity ?? 0;
  const [wanted, setWanted] = useState(1);
  const limit = Math.min(limitPerOrder ?? maxQuantityPerLine, left);
  const room = limit - inBasket;
  const quantity = Math.max(1, Math.min(wanted, room));

  if (left <= 0) {
    return (
      <p className="rounded-md bg-bad-soft px-4 py-4 font-medium text-bad">
        Sold out. It was made once, so it will not be back.
      </p>
    );
  }
  const add = () => {
    updateBasket((basket) => addLine(basket, { sku, quantity, name, picture, priceSeen: price }, limit));
    setWanted(1);
    setBasketOpen(true);
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-3">
        {room > 0 && limit > 1 && (
          <QuantityStepper name={name} value={quantity} max={room} onChange={setWanted} />
        )}
        {room > 0 ? (
          <Button variant="primary" size="lg" className="min-w-52 flex-1" onClick={add}>
            Add to basket
          </Button>
        ) : (
          <Button size="lg" className="flex-1" onClick={() => setBasketOpen(true)}>
            See your basket
          </Button>
        )}
      </div>
      <p className="text-sm text-ink-muted" aria-live="polite">
        {limitNote(limitPerOrder, inBasket, room)}
      </p>
    </div>
  );
}

function limitNote(limitPerOrder: number | undefined, inBasket: number, room: number): string {
  const limit = limitPerOrder === undefined ? "" : `At most ${limitPerOrder} per order. `;
  if (inBasket === 0) return limit;
  return `${limit}${room > 0 ? `${inBasket} in your basket.` : `All ${inBasket} you can have are in your basket.`}`;
}
