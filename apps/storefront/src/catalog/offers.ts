"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { Offer } from "@doorbuster/core/catalog/shelf";
import { LiveQuery } from "./live-query.ts";
import type { CallFailure } from "@doorbuster/web/trpc/errors";
import type { Live } from "./live-query.ts";

// One poll per address, however many components watch it. Browser only: a server must not remember across requests.
const queries = new Map<string, LiveQuery<unknown>>();

function liveQuery<T>(url: string, known?: T): LiveQuery<T> {
  const query = queries.get(url) ?? new LiveQuery<unknown>(url, known);
  queries.set(url, query);
  return query as LiveQuery<T>;
}

const dropUrl = "/trpc/catalog.list";

function offerUrl(sku: string): string {
  return `/trpc/catalog.get?input=${encodeURIComponent(JSON.stringify({ sku }))}`;
}

/** A live query as React sees it: the server's value while the page comes alive, then what the API says. */
function useLive<T>(url: string, known: T | undefined): Live<T> {
  const rendered = useMemo(() => ({ value: known, failure: undefined }), [known]);
  const subscribe = useCallback(
    (listener: () => void) => liveQuery(url, known).subscribe(listener),
    [url, known],
  );
  return useSyncExternalStore(
    subscribe,
    () => liveQuery(url, known).get(),
    () => rendered,
  );
}

/** The drop, with what is left of each product. */
export function useDrop(known?: readonly Offer[]): Live<readonly Offer[]> {
  return useLive(dropUrl, known);
}

/** One product with what is left of it. */
export function useOffer(sku: string, known?: Offer): Live<Offer> {
  return useLive(offerUrl(sku), known);
}

/** There is no such product, or not any more. */
export function isNotFound(failure: CallFailure | undefined): boolean {
  return failure?.kind === "app" && failure.code === "NOT_FOUND";
}

export function refreshDrop(): void {
  liveQuery(dropUrl).refresh();
}

export function refreshOffer(sku: string): void {
  liveQuery(offerUrl(sku)).refresh();
}

/**
 * What is known of several products: out of the drop, which is one question whatever its size, and for the few that are
 * not in it one by one. Absent from the map: not known yet.
 */
export function useOffers(skus: readonly string[]): ReadonlyMap<string, Offer | "withdrawn"> {
  const drop = useDrop().value;
  const inDrop = new Map((drop ?? []).map((offer) => [offer.sku, offer]));
  const strangers = drop === undefined ? "" : skus.filter((sku) => !inDrop.has(sku)).join(" ");
  const others = useEach(strangers);
  return new Map<string, Offer | "withdrawn">([...inDrop, ...others]);
}

/** @param list SKUs parted by spaces, which no SKU holds: a string, so that the same list is the same value */
function useEach(list: string): [string, Offer | "withdrawn"][] {
  const watched = useMemo(
    () =>
      list === "" ? [] : list.split(" ").map((sku) => ({ sku, query: liveQuery<Offer>(offerUrl(sku)) })),
    [list],
  );
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = watched.map(({ query }) => query.subscribe(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [watched],
  );
  // A new object per answer would make React render for ever; the count of answers changes only when there is a new one.
  useSyncExternalStore(
    subscribe,
    () => watched.reduce((answers, { query }) => answers + query.answers, 0),
    () => 0,
  );
  return watched.flatMap(({ sku, query }): [string, Offer | "withdrawn"][] => {
    const { value, failure } = query.get();
    if (isNotFound(failure)) return [[sku, "withdrawn"]];
    return value === undefined ? [] : [[sku, value]];
  });
}
