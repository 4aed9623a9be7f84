"use client";

import { useSyncExternalStore } from "react";
import { formatTime } from "../format/time.ts";
import type { TimeStyle } from "../format/time.ts";

const never = () => () => {};
const viewersZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const serversZone = () => "UTC";

/** A UTC instant in the viewer's zone, zone shown. The server cannot know that zone, so the first paint is in UTC. */
export function Time({ value, format }: { readonly value: string; readonly format?: TimeStyle }) {
  const timeZone = useSyncExternalStore(never, viewersZone, serversZone);
  return (
    <time dateTime={value} className="tabular-nums">
      {formatTime(value, timeZone, format)}
    </time>
  );
}
