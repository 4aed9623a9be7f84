"use client";

import { useEffect, useState } from "react";

/** This browser's clock, read anew every `intervalMs`: for words such as "3 s ago". Milliseconds since the epoch. */
export function useNow(intervalMs = 1_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}
