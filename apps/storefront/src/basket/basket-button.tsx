"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { buttonClass } from "@doorbuster/web/components/button-class";
import { classNames } from "@doorbuster/web/components/class-names";
import { BasketIcon } from "@doorbuster/web/components/icons";
import { countUnits } from "./basket.ts";
import { useBasket } from "./basket-store.ts";
import { useBasketOpen, setBasketOpen } from "./basket-open.ts";

// The drawer and its dialog come when somebody first reaches for them: the drop page loads without.
const loadDrawer = () => import("./basket-drawer.tsx");
const BasketDrawer = dynamic(() => loadDrawer().then((module) => module.BasketDrawer), { ssr: false });

export function BasketButton() {
  const units = countUnits(useBasket());
  const open = useBasketOpen();
  const [wanted, setWanted] = useState(false);
  if (open && !wanted) setWanted(true);
  return (
    <>
      <button
        type="button"
        className={classNames(buttonClass("ghost", "md"), "-mr-4")}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={`Basket, ${units} ${units === 1 ? "item" : "items"}`}
        onPointerEnter={() => void loadDrawer()}
        onFocus={() => void loadDrawer()}
        onClick={() => setBasketOpen(true)}
      >
        <BasketIcon />
        <span aria-hidden="true" className="min-w-[1ch] tabular-nums">
          {units > 0 ? units.toLocaleString("en-GB") : "0"}
        </span>
      </button>
      {wanted && <BasketDrawer open={open} onOpenChange={setBasketOpen} />}
    </>
  );
}
