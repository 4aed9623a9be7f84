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

/**
 * Takes the token out of an e-mailed link `/orders/ID#t=TOKEN` and out of the address bar. A fragment is never sent to a
 * server, and this keeps it out of the history, bookmarks and screenshots too.
 */
export function takeTokenFromAddress(orderId: string): void {
  const token = new URLSearchParams(window.location.hash.slice(1)).get("t");
  if (token === null) return;
  keepReadToken(orderId, token);
  window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
}
