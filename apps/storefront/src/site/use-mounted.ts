"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on the server and while the page comes alive. For what only the browser knows, such as its storage. */
export function useMounted(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
