import { claimLeaseMs, functions } from "@doorbuster/adapters/definitions/functions";
import type { ChannelName } from "@doorbuster/core/notification/message";
import type { Spell } from "./lanes.ts";

/** What may have come between a channel's acceptance of a message and our mark of it. */
export interface Excuses {
  /** What was done to the shop, and when. */
  readonly spells: readonly Spell[];
  /** By channel: how many messages may have lost their mark, or the channel's answer, because time ran out by itself. */
  readonly outOfTime: Readonly<Record<ChannelName, number>>;
}

/**
 * `too soon`: the first sender still held the claim, so two sent at once. `unexplained`: the claim had run out, and
 * nothing that was done to the shop says why it was not marked.
 */
export type Verdict = "excused" | "unexplained" | "too soon";

/** What breaks off a sender, loses the channel's answer, or takes away the store in which a message is marked. */
const breaks: Readonly<Record<ChannelName, readonly string[]>> = {
  email: ["kill -9 function email", "kill -9 dynamodb", "cut off ses"],
  sms: ["kill -9 function sms", "kill -9 dynamodb", "cut off sms"],
  push: ["kill -9 function push", "kill -9 dynamodb"],
};

/** A busy inbox accepts what lay in its socket when the sender was gone already. */
const lateMs = 5_000;

/**
 * Whether a message may have come again, by when the two were accepted (Unix milliseconds). Its sender held a claim from
 * before the first on; it sent and had to mark within one invocation. So the second can't come before the claim has run
 * out, and something must have broken within that invocation. Faults of the store alone are no excuse: the mark is tried
 * five times, three times each, and a fault strikes one call in five at most; the one that takes the sender's time away
 * is counted under `outOfTime`. Pure.
 */
export function judgeRepeat(
  channel: ChannelName,
  first: number,
  second: number,
  spells: Excuses["spells"],
): Verdict {
  const invocationMs = functions[channel].timeoutSeconds * 1_000;
  if (second - first < claimLeaseMs(channel) - invocationMs - lateMs) return "too soon";
  const broken = spells.some(
    ({ name, from, to }) =>
      breaks[channel].includes(name) && from <= first + invocationMs && to >= first - lateMs,
  );
  return broken ? "excused" : "unexplained";
}
