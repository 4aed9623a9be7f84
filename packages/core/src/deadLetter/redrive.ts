import { isoTime, type Clock, type Log } from "../ports.ts";
import {
  bereaved,
  type Bereaved,
  type Bounds,
  type DeadLetters,
  type Pile,
  type Redrive,
  type RedriveLog,
} from "./deadLetter.ts";

export interface DeadLetterDeps {
  readonly letters: DeadLetters;
  readonly record: RedriveLog;
  readonly clock: Clock;
  readonly log: Log;
}

export interface DeadLetterView {
  readonly piles: readonly (Pile & { readonly of: Bereaved })[];
  /** What was put back before, the newest first. */
  readonly redrives: readonly Redrive[];
}

const shownRedrives = 10;

/** Every dead-letter queue, and who put what back. */
export async function viewDeadLetters({ letters, record }: DeadLetterDeps): Promise<DeadLetterView> {
  const [piles, redrives] = await Promise.all([
    Promise.all(bereaved.map(async (of) => ({ of, ...(await letters.look(of)) }))),
    record.latest(shownRedrives),
  ]);
  return { piles, redrives };
}

/** Well within the API's 29 seconds. */
const runMs = 20_000;

/**
 * Puts dead letters back on the queue they died in, on the record. It is written down before the first is moved and again
 * when the last was, so that no crash hides it. Safe to repeat and to do twice at once: SQS hands each letter to one of
 * them, and their consumers act once on what comes twice.
 *
 * @returns how it ended; anything but `done` leaves letters where they lay, for the next time
 */
export async function redrive(
  { letters, record, clock, log }: DeadLetterDeps,
  { atMost, ...order }: Pick<Redrive, "id" | "of" | "reason" | "actor"> & Pick<Bounds, "atMost">,
): Promise<Redrive> {
  const now = clock.now();
  const begun: Redrive = { ...order, at: isoTime(now) };
  await record.put(begun);
  const { moved, ending, error } = await letters.putBack(order.of, {
    atMost,
    sentBefore: now,
    until: now + runMs,
  });
  if (error !== undefined) {
    log.error("redrive stopped", { of: order.of, moved, error: error instanceof Error ? error.name : "?" });
  }
  const ended = { ...begun, moved, ending };
  await record.put(ended);
  return ended;
}
