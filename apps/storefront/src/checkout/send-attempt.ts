import { readFailure } from "@doorbuster/web/trpc/errors";
import type { CheckoutAnswer } from "@doorbuster/core/order/checkout";
import type { Attempt } from "./attempt.ts";
import { isOpen, outcomeOfAnswer, outcomeOfFailure } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";

export interface SendDeps {
  readonly place: (attempt: Attempt) => Promise<CheckoutAnswer>;
  /** Resolves after `ms`, or at once when the customer asks to try now. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Told before each pause: why, and for how long. */
  readonly onPause: (reason: "wait" | "unanswered", seconds: number) => void;
  /** Told before each sending. */
  readonly onSend: () => void;
}

/** Pauses before sending again after silence, in seconds. After the last one the customer decides. */
const pausesSeconds = [1, 2, 4, 8] as const;

/**
 * Sends an attempt until somebody answers: through "too many at once" for as long as it takes, through silence a few
 * times. Always the same request under the same key, so however often it arrives there is one order and one payment.
 * An outcome that is still `unanswered` leaves the attempt open.
 */
export async function sendAttempt(attempt: Attempt, deps: SendDeps): Promise<Outcome> {
  let silences = 0;
  for (;;) {
    deps.onSend();
    const outcome = await deps.place(attempt).then(outcomeOfAnswer, (error: unknown) => {
      return outcomeOfFailure(readFailure(error));
    });
    if (!isOpen(outcome)) return outcome;
    const pause = outcome.kind === "wait" ? outcome.seconds : pausesSeconds[silences++];
    if (pause === undefined) return outcome;
    deps.onPause(outcome.kind, pause);
    await deps.sleep(pause * 1_000);
  }
}
