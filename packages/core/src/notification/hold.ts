import type { TimelineEntry } from "../order/timeline.ts";
import type { Clock } from "../ports.ts";
import type { ChannelName } from "./message.ts";

/** A notice that waits for a customer's quiet hours to end. */
export interface HeldNotice {
  readonly channel: ChannelName;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly entry: TimelineEntry;
}

export interface HeldStore {
  /** Keeps it. Keeping the same one again changes nothing. */
  put(held: HeldNotice): Promise<void>;
  /** At most about `limit` of those whose time has come. */
  due(now: number, limit: number): Promise<HeldNotice[]>;
  drop(held: HeldNotice): Promise<void>;
}

/** How many go back side by side: a country's quiet hours end in the same minute. */
const roundSize = 320;

/** Puts an entry on a channel's queue. */
export type Requeue = (channel: ChannelName, entry: TimelineEntry) => Promise<void>;

/**
 * Sends held notices back to their channels' queues, where they are decided upon once more: the customer may have changed
 * their mind in the meantime.
 *
 *   put on the queue ── ok
 *   (a crash here leaves it held: it is put on the queue again, and the claim lets one of the two through)
 *   drop
 *
 * @param runMs begins no further round after so many milliseconds; what is left is left to the next run
 * @returns how many went back
 */
export async function releaseHeld(
  { held, requeue, clock }: { readonly held: HeldStore; readonly requeue: Requeue; readonly clock: Clock },
  runMs: number,
): Promise<number> {
  const end = clock.now() + runMs;
  let released = 0;
  for (;;) {
    const due = await held.due(clock.now(), roundSize);
    const rounds = await Promise.allSettled(
      due.map(async (each) => {
        await requeue(each.channel, each.entry);
        await held.drop(each);
      }),
    );
    const failed = rounds.find((outcome) => outcome.status === "rejected");
    released += rounds.filter(({ status }) => status === "fulfilled").length;
    // One that failed has kept no other; the next run takes it up again.
    if (failed) throw failed.reason;
    if (due.length === 0 || clock.now() >= end) return released;
  }
}
