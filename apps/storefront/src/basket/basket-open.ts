"use client";

import { useSyncExternalStore } from "react";

let open = false;
const listeners = new Set<() => void>();

/** The drawer opens from the header and from every "Add to basket", so its state stands above both. */
export function setBasketOpen(next: boolean): void {
  open = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useBasketOpen(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => open,
    () => false,
  );
}
