"use client";

import { useEffect, useSyncExternalStore } from "react";
import { localSubscription, pushWorker, type LocalSubscription } from "./push-browser.ts";

const pollMs = 1_500;
const none = () => null;

interface Delivered {
  readonly messages: readonly { readonly seq: number; readonly notification: object }[];
}

/**
 * The laptop edition's way for pushes to reach this browser while a page is open: the page asks the local push service
 * and hands what is new to the service worker, which shows it as it shows any push.
 *
 * @returns whether it is the way of this browser
 */
export function useLocalPush(): boolean {
  const endpoint = useSyncExternalStore(
    localSubscription.subscribe,
    () => localSubscription.get()?.endpoint ?? null,
    none,
  );
  useEffect(() => {
    if (endpoint === null) return;
    const timer = setInterval(() => void showNew().catch(() => undefined), pollMs); // the next look may succeed
    return () => clearInterval(timer);
  }, [endpoint]);
  return endpoint !== null;
}

async function showNew(): Promise<void> {
  const subscription = localSubscription.get();
  if (subscription === null) return;
  const response = await fetch(`${subscription.endpoint}/messages?after=${subscription.seen}`);
  if (response.status === 410) return localSubscription.clear();
  const { messages } = (await response.json()) as Delivered;
  const newest = messages.at(-1);
  if (newest === undefined) return;
  const { active } = await pushWorker();
  for (const { notification } of messages) active?.postMessage(notification);
  localSubscription.set({ ...subscription, seen: newest.seq } satisfies LocalSubscription);
}
