"use client";

import { useState } from "react";
import type { Offer } from "@doorbuster/core/catalog/shelf";

/** Tells a screen reader what has just sold out. Every other change of a number would be chatter. */
export function SoldOutNews({ offers }: { readonly offers: readonly Offer[] | undefined }) {
  const [seen, setSeen] = useState(offers);
  const [words, setWords] = useState("");
  if (offers !== undefined && offers !== seen) {
    const before = new Map(seen?.map(({ sku, left }) => [sku, left]));
    const gone = offers.filter(({ sku, left }) => left <= 0 && (before.get(sku) ?? 0) > 0);
    setSeen(offers);
    if (gone.length > 0) setWords(`Just sold out: ${gone.map(({ name }) => name).join(", ")}.`);
  }
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}
