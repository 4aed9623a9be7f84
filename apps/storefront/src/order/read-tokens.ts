"use client";

import { useSyncExternalStore } from "react";
import { storedValue } from "../site/storage.ts";

/** An order placed in this browser, with the token that reads it. Newest first. */
export interface KeptOrder {
  readonly orderId: string;
  readonly readToken: string;
}

const keptMax = 50;

/** Anything that is not an order of ours is dropped: storage is anybody's to edit. */
export function parseKeptOrders(stored: string | null): readonly KeptOrder[] {
  try {
    const value: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(value) ? value.filter(isKeptOrder) : [];
  } catch {
    return [];
  }
}

function isKeptOrder(value: unknown): value is KeptOrder {
  if (typeof value !== "object" || value === null) return false;
  const { orderId, readToken } = value as Partial<Record<keyof KeptOrder, unknown>>;
  return typeof orderId === "string" && typeof readToken === "string";
}

export function keep(orders: readonly KeptOrder[], order: KeptOrder): readonly KeptOrder[] {
  return [order, ...orders.filter(({ orderId }) => orderId !== order.orderId)].slice(0, keptMax);
}

const stored = storedValue<readonly KeptOrder[]>("doorbuster.orders", parseKeptOrders);
const none: readonly KeptOrder[] = [];

export function keepReadToken(orderId: string, readToken: string): void {
  stored.set(keep(stored.get(), { orderId, readToken }));
}

export function readTokenOf(orderId: string): string | undefined {
  return stored.get().find((order) => order.orderId === orderId)?.readToken;
}

/** Orders placed in this browser, as a guest or not. */
export function useKeptOrders(): readonly KeptOrder[] {
  return useSyncExternalStore(stored.subscribe, stored.get, () => none);
}

/** Set by the bank's page on the way back from 3-D Secure (Stripe's name); `succeeded` when the customer confirmed. */
export const bankResultParameter = "redirect_status";

/**
 * Takes the token of an e-mailed link `/orders/ID#t=TOKEN` into storage, and every secret out of the address bar: that
 * token, which as a fragment was never sent to a server, and the payment's own secret, which the bank's page appends.
 */
export function takeSecretsFromAddress(orderId: string): void {
  const { hash, search, pathname } = window.location;
  if (hash === "" && search === "") return;
  const token = new URLSearchParams(hash.slice(1)).get("t");
  if (token !== null) keepReadToken(orderId, token);
  const bankResult = new URLSearchParams(search).get(bankResultParameter);
  const kept = bankResult === null ? "" : `?${new URLSearchParams({ [bankResultParameter]: bankResult })}`;
  window.history.replaceState(window.history.state, "", pathname + kept);
}
