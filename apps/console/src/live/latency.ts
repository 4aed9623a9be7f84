import { formatDuration } from "@doorbuster/web/format/time";

/** A latency in milliseconds, to two figures at least: `524 ms`, `1.2 s`, `14 s`; a dash when there is none. */
export function formatLatency(ms: number | null): string {
  if (ms === null) return "–";
  return ms >= 1_000 && ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : formatDuration(ms);
}
