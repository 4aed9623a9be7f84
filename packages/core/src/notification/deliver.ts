import { digest, base32 } from "../ids.ts";
import type { Clock } from "../ports.ts";
import { ChannelRefused } from "./message.ts";

type Claim =
  /** `again`: somebody held it before us, and did not say how it ended. */
  { kind: "taken"; lease: string; again: boolean } | { kind: "sent" } | { kind: "held" };

/** The right to send one message to one person on one channel. */
export interface ClaimStore {
  /**
   * Takes the claim for `leaseMs` if nobody holds it and it was not sent: `taken` with the lease to give back, `sent`
   * when there is nothing left to do, `held` while somebody else is at it.
   */
  take(claim: string, now: number, leaseMs: number): Promise<Claim>;
  /** Marks it sent, for good. `false`: the lease ran out and is somebody else's by now. */
  markSent(claim: string, lease: string, now: number): Promise<boolean>;
  /** Gives it back when certainly nothing was sent, so that the next delivery need not wait for the lease to run out. */
  release(claim: string, lease: string): Promise<void>;
  /** Deletes it, whoever holds it: for a message that can go to nobody any more. */
  forget(claim: string): Promise<void>;
}

export interface DeliverDeps {
  readonly claims: ClaimStore;
  /** How long a claim holds: longer than its sender can live, so that no two senders ever hold one together. */
  readonly leaseMs: number;
  readonly clock: Clock;
}

export class ClaimHeld extends Error {
  override readonly name = "ClaimHeld";
}

/** Names a message without naming the person. */
export async function claimOf(eventId: string, channel: string, recipient: string): Promise<string> {
  return `${eventId}#${channel}#${base32(await digest("recipient", recipient.toLowerCase()), 16)}`;
}

/** `sent again`: an earlier attempt ended without an answer, so this may be the second time. Counted, never hidden. */
export type Delivery = "sent" | "sent again" | "sent before";

/**
 * Sends a message once, however often its event is delivered.
 *
 *   delivery A            delivery B (the same message again)
 *   take claim  ── ok
 *   send                  take claim → held: fails, comes again later
 *   mark sent             take claim → sent: done
 *
 * A refusal gives the claim back at once. After a time-out or a lost connection nobody knows whether the channel took the
 * message, so the lease is left to run out: the next delivery then sends it, and says that it may be a repetition.
 *
 * So two things can repeat a message, and nothing else: a channel that accepted it and whose answer was lost, and a crash
 * between the channel's acceptance and our mark. The other order, mark first, would lose one instead.
 *
 * @throws ClaimHeld while another delivery is at it, or has taken over; whatever `send` throws
 */
export async function deliverOnce(
  deps: DeliverDeps,
  claim: string,
  send: () => Promise<void>,
): Promise<Delivery> {
  const taken = await deps.claims.take(claim, deps.clock.now(), deps.leaseMs);
  if (taken.kind === "sent") return "sent before";
  if (taken.kind === "held") throw new ClaimHeld(claim);
  try {
    await send();
  } catch (error) {
    if (error instanceof ChannelRefused) await deps.claims.release(claim, taken.lease);
    throw error;
  }
  if (!(await markSent(deps, claim, taken.lease))) throw new ClaimHeld(claim);
  return taken.again ? "sent again" : "sent";
}

/** What is not marked will be sent again: a store that falters is given a few seconds. */
const markRetriesMs = [250, 500, 1_000, 2_000];

async function markSent({ claims, clock }: DeliverDeps, claim: string, lease: string) {
  for (const pauseMs of markRetriesMs) {
    try {
      return await claims.markSent(claim, lease, clock.now());
    } catch {
      await clock.sleep(pauseMs);
    }
  }
  return claims.markSent(claim, lease, clock.now());
}
