"use client";

import { useEffect, useRef } from "react";
import { Button } from "@doorbuster/web/components/button";
import { Notice } from "@doorbuster/web/components/notice";
import { setQuantity } from "../basket/basket.ts";
import type { Basket } from "../basket/basket.ts";
import { updateBasket } from "../basket/basket-store.ts";
import type { ShortItem } from "./outcome.ts";

/**
 * Which items there is not enough of, how many are left, and one press that makes the basket fit.
 *
 * @param because `stock`: others were faster. `refused`: it can't be bought in that number, or not at all any more.
 */
export function Shortage({
  items,
  basket,
  because = "stock",
  takeFocus = false,
}: {
  readonly items: readonly ShortItem[];
  readonly basket: Basket;
  readonly because?: "stock" | "refused";
  readonly takeFocus?: boolean;
}) {
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takeFocus) notice.current?.focus();
  }, [takeFocus]);
  const affected = items.flatMap(({ sku, left }) => {
    const line = basket.find((candidate) => candidate.sku === sku);
    return line === undefined || line.quantity <= left ? [] : [{ ...line, left }];
  });
  if (affected.length === 0) return null;
  const allGone = affected.every(({ left }) => left === 0);
  const fix = () =>
    updateBasket((present) =>
      affected.reduce((next, { sku, left }) => setQuantity(next, sku, left), present),
    );
  return (
    <Notice
      ref={notice}
      tone="bad"
      title={title(because, allGone)}
      action={
        <Button size="sm" onClick={fix}>
          {allGone ? "Take out what is gone" : "Take what is left"}
        </Button>
      }
    >
      <ul>
        {affected.map(({ sku, name, quantity, left }) => (
          <li key={sku}>
            {name}: {left === 0 ? "none left" : `${left} left`}, you have {quantity}.
          </li>
        ))}
      </ul>
      <p className="mt-1">You have not been charged.</p>
    </Notice>
  );
}

function title(because: "stock" | "refused", allGone: boolean): string {
  if (because === "refused") return allGone ? "No longer for sale" : "More than one order may hold";
  return allGone ? "Sold out" : "Not enough left";
}
