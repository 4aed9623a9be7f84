"use client";

import { useSyncExternalStore } from "react";
import { storedValue } from "../site/storage.ts";
import { parseBasket } from "./basket.ts";
import type { Basket } from "./basket.ts";

const stored = storedValue<Basket>("doorbuster.basket", parseBasket);
const noBasket: Basket = [];

export function updateBasket(change: (basket: Basket) => Basket): void {
  stored.set(change(stored.get()));
}

/** The basket, and every change of it, whichever tab makes it. Empty while the server renders. */
export function useBasket(): Basket {
  return useSyncExternalStore(stored.subscribe, stored.get, () => noBasket);
}
