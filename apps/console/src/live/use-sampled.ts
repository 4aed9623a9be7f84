"use client";

import { useEffect, useRef, useState } from "react";

/** `value` as of the last full `intervalMs`: for what is dear to draw, where a glance needs no more than that. */
export function useSampled<Value>(value: Value, intervalMs: number): Value {
  const newest = useRef(value);
  const [sample, setSample] = useState(value);
  useEffect(() => {
    newest.current = value;
  }, [value]);
  useEffect(() => {
    const timer = setInterval(() => setSample(newest.current), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return sample;
}
