import type { NoAnswer } from "../../service-kit/http.ts";
import type { FaultAt, Operation } from "../faults/catalogue.ts";
import type { SandboxContext } from "./endpoint.ts";
import { StripeError } from "./errors.ts";
import type { Answer } from "./idempotency.ts";

/** What goes wrong with one request. */
export interface RequestFault {
  readonly name: FaultAt<"request">;
  /** For `latency`. */
  readonly delayMs: number;
  /**
   * The card or the amount brings it, and not a rule. Then a lost answer is given when it is asked for again under the
   * same key: a token behaves the same in every test, and would else never be answered at all.
   */
  readonly ofCard: boolean;
}

const slowCardMs = 2_000;

/** A rule that strikes goes before what the card does. */
export function faultFor(
  { faults }: SandboxContext,
  operation: Operation,
  cardFault: FaultAt<"request"> | undefined,
): RequestFault | undefined {
  const strike = faults.request(operation);
  if (strike) return { name: strike.name, delayMs: strike.delayMs, ofCard: false };
  return cardFault && { name: cardFault, delayMs: slowCardMs, ofCard: true };
}

/**
 * Runs a request under a fault.
 *
 * @param act answers the request; it is handed the work to do in the place of the endpoint's own
 */
export async function misbehave<Given extends Answer & { readonly replayed: boolean }>(
  fault: RequestFault,
  context: Pick<SandboxContext, "sleep">,
  work: () => Answer,
  act: (work: () => Answer) => Promise<Given>,
): Promise<Given | NoAnswer> {
  const lost = (answer: Given, how: NoAnswer) => (fault.ofCard && answer.replayed ? answer : how);
  switch (fault.name) {
    case "latency":
      await context.sleep(fault.delayMs);
      return act(work);
    case "timeoutBefore":
      return "silence";
    case "timeoutAfter":
      return lost(await act(work), "silence");
    case "cutBefore":
      return "hang up";
    case "cutAfter":
      return lost(await act(work), "hang up");
    case "errorBefore":
      return act(() => serverError);
    case "errorAfter":
      return act(() => {
        work();
        return serverError;
      });
    case "rateLimit":
      throw rateLimited();
  }
}

/** Kept under the key like any other answer, so asking again gives it again (docs.stripe.com/api/idempotent_requests). */
const serverError: Answer = {
  status: 500,
  body: JSON.stringify({
    error: {
      type: "api_error",
      message: "An unknown error occurred. This one was ordered from the sandbox.",
    },
  }),
};

/** Refused before the idempotency layer, so nothing is kept (docs.stripe.com/error-low-level, docs.stripe.com/rate-limits). */
function rateLimited(): StripeError {
  return new StripeError(
    429,
    { type: "invalid_request_error", code: "rate_limit", message: "Request rate limit exceeded." },
    { "stripe-rate-limited-reason": "global-rate" },
  );
}
