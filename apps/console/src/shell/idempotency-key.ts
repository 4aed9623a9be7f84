"use client";

import { useRef } from "react";

/** The same key for the same entry, so that pressing again after a lost answer does nothing twice. */
export function useIdempotencyKey(): (entry: object) => string {
  const last = useRef({ entry: "", key: "" });
  return (entry) => {
    const written = JSON.stringify(entry);
    if (last.current.entry !== written) last.current = { entry: written, key: crypto.randomUUID() };
    return last.current.key;
  };
}
