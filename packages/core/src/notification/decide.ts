import type { ChannelName } from "./message.ts";
import type { NoticeKind, Preferences } from "./preferences.ts";
import { quietUntil } from "./quietHours.ts";

export type Decision =
  | { readonly kind: "send" }
  /** Not before this moment, milliseconds since the epoch. */
  | { readonly kind: "hold"; readonly until: number }
  | { readonly kind: "never" };

/** What a customer gets by e-mail whatever they chose: these mails are the papers of the contract. */
const papers: readonly NoticeKind[] = ["confirmed", "changed"];

export function isPaper(channel: ChannelName, kind: NoticeKind): boolean {
  return channel === "email" && papers.includes(kind);
}

/** Whether and when a notice goes out on a channel. Pure. An e-mail wakes nobody, so quiet hours don't hold it. */
export function decide(
  { channel, kind }: { readonly channel: ChannelName; readonly kind: NoticeKind },
  preferences: Preferences,
  now: number,
): Decision {
  if (isPaper(channel, kind)) return { kind: "send" };
  if (!preferences[channel].includes(kind)) return { kind: "never" };
  if (channel === "email" || preferences.quietHours === undefined) return { kind: "send" };
  const until = quietUntil(preferences.quietHours, now);
  return until === undefined ? { kind: "send" } : { kind: "hold", until };
}
