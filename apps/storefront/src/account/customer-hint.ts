"use client";

import { useSyncExternalStore } from "react";
import { storedValue } from "../site/storage.ts";

/**
 * The name of whoever was signed in when a page with a session was last open here. It lets the drop page greet a customer
 * without carrying the session's code; it is a hint for the header and proves nothing to anybody.
 */
const stored = storedValue<string | null>("doorbuster.customer", (text) => {
  try {
    const name: unknown = JSON.parse(text ?? "null");
    return typeof name === "string" ? name : null;
  } catch {
    return null;
  }
});

export function rememberCustomer(name: string | null): void {
  if (stored.get() === name) return;
  if (name === null) stored.clear();
  else stored.set(name);
}

export function useCustomerHint(): string | null {
  return useSyncExternalStore(stored.subscribe, stored.get, () => null);
}
