import { ChannelRefused } from "@doorbuster/core/notification/message";
import { wasNeverSent } from "../neverSent.ts";

/** What SES and SNS say of a message or an address that they will never take (their API references, "Errors"). */
const final = new Set([
  "BadRequestException",
  "MessageRejected",
  "InvalidParameterException",
  "InvalidParameterValueException",
  "OptedOutException",
  "ValidationException",
]);

/**
 * Whether an AWS service certainly did not take a message: it was never reached, or it answered with a refusal. A 5xx, a
 * time-out and a lost connection leave that open, and stay the errors that they are.
 */
export function refusalOf(error: unknown): ChannelRefused | undefined {
  if (!(error instanceof Error)) return undefined;
  if (wasNeverSent(error)) return new ChannelRefused("later", "unreachable");
  const status =
    "$metadata" in error ? (error.$metadata as { httpStatusCode?: number }).httpStatusCode : undefined;
  if (status === undefined || status < 400 || status >= 500) return undefined;
  return new ChannelRefused(final.has(error.name) ? "rejected" : "later", `status ${status}, ${error.name}`);
}

/** Runs a call of an AWS client and says of its failure whether it was a refusal. */
export async function orRefused(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}
