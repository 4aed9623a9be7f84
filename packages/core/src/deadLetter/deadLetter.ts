import * as z from "zod";
import type { TimelineEntry } from "../order/timeline.ts";

/** Consumers of a queue whose dead letters can be put back, each by the name of what it does. */
export const redrivable = ["email", "sms", "push", "payments"] as const;
export type Redrivable = (typeof redrivable)[number];

/** Everyone whose messages may be given up. What readers of streams give up are no messages, see `DeadLetter`. */
export const bereaved = [...redrivable, "streams"] as const;
export type Bereaved = (typeof bereaved)[number];

interface Received {
  /** SQS's id of the message. */
  readonly id: string;
  /** When it was sent to the queue that gave it up, or put aside by a function; ISO 8601. */
  readonly sentAt: string;
  /** How often it was received, every look at it included. */
  readonly receives: number;
}

/** What may be shown of a dead letter: nothing of the person it is about. */
export type DeadLetter = Received &
  (
    | {
        readonly kind: "entry";
        readonly eventId: string;
        readonly orderId: string;
        readonly type: TimelineEntry["type"];
        /** When it happened to the order. */
        readonly at: string;
        /** Why it was refused for good, in codes; absent when it was tried too often, and the log alone knows why. */
        readonly reason?: string | undefined;
      }
    | {
        /** A pointer to records that a reader gave up: they are, or were, in its stream, and not in the message. */
        readonly kind: "records";
        readonly reader: string;
        readonly condition: string;
        readonly records: number;
        /** When the first and the last of them came into the stream. */
        readonly from: string;
        readonly to: string;
      }
    | { readonly kind: "unreadable" }
  );

/** What lies in one dead-letter queue. */
export interface Pile {
  /** Messages that can be received, and those that somebody has just received. SQS counts approximately. */
  readonly depth: number;
  readonly underWay: number;
  /** Some of them, at most ten, the oldest first. */
  readonly letters: readonly DeadLetter[];
}

/** How putting back ended: as it was asked for, time was up, or SQS refused. Then what remains lies where it lay. */
export type Ending = "done" | "out of time" | "failed";

export interface Bounds {
  /** So many at most; all of them without it. */
  readonly atMost?: number | undefined;
  /** Only what was sent before this moment, so that what dies again at once is not put back for ever; Unix ms. */
  readonly sentBefore: number;
  /** When to stop; Unix ms. */
  readonly until: number;
}

/** The dead-letter queues. */
export interface DeadLetters {
  /** Looks without taking: what is seen can be received by the next who asks. */
  look(of: Bereaved): Promise<Pile>;
  /** Sends each to the queue it died in and then deletes it: after a crash in between it is there twice, never nowhere. */
  putBack(of: Redrivable, bounds: Bounds): Promise<{ moved: number; ending: Ending; error?: unknown }>;
}

/** Who put dead letters back, of which consumer, why and when; how many and how it ended, once it has. */
export const redriveSchema = z.object({
  id: z.string(),
  of: z.enum(redrivable),
  reason: z.string(),
  actor: z.string(),
  at: z.iso.datetime(),
  moved: z.int().min(0).optional(),
  ending: z.enum(["done", "out of time", "failed"]).optional(),
});
export type Redrive = z.infer<typeof redriveSchema>;

/** The record of what was put back. */
export interface RedriveLog {
  /** Writes it, in the place of what stands under the same id and time. */
  put(redrive: Redrive): Promise<void>;
  /** The newest first. */
  latest(limit: number): Promise<Redrive[]>;
}
