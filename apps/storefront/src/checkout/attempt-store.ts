"use client";

import { useSyncExternalStore } from "react";
import * as z from "zod";
import { checkoutSchema } from "@doorbuster/core/order/checkout";
import { storedValue } from "../site/storage.ts";
import type { Attempt } from "./attempt.ts";

const attemptSchema = z.object({
  request: checkoutSchema,
  customer: z.nullable(z.string()),
  startedAt: z.iso.datetime(),
});

function parseAttempt(stored: string | null): Attempt | null {
  if (stored === null) return null;
  try {
    return attemptSchema.parse(JSON.parse(stored));
  } catch {
    return null;
  }
}

export const attemptStore = storedValue<Attempt | null>("doorbuster.checkout", parseAttempt);

/** The unanswered attempt, if there is one. */
export function useStoredAttempt(): Attempt | null {
  return useSyncExternalStore(attemptStore.subscribe, attemptStore.get, () => null);
}
