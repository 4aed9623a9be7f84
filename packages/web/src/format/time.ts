export type TimeStyle = "time" | "date" | "dateTime";

const styles: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  time: { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" },
  date: { day: "numeric", month: "short", year: "numeric" },
  dateTime: {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  },
};

/**
 * A UTC instant (ISO 8601) for people, in `timeZone`. Whatever holds a time of day says its zone:
 * `28 Nov 2025, 09:00 GMT`.
 */
export function formatTime(
  iso: string,
  timeZone: string,
  style: TimeStyle = "dateTime",
  locale = "en-GB",
): string {
  return new Intl.DateTimeFormat(locale, { ...styles[style], timeZone }).format(new Date(iso));
}

/** A span in milliseconds for people, in its two largest units: `950 ms`, `12 s`, `3 min 5 s`, `2 h 4 min`, `3 d 7 h`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.max(0, Math.round(durationMs))} ms`;
  const seconds = Math.round(durationMs / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}
