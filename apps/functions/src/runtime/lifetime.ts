import { sharedQueries, sharedSeconds } from "@doorbuster/adapters/definitions/sharedAnswers";

/** As much of a finished call as decides how long its answer may be kept. */
interface Call {
  readonly type: "query" | "mutation" | "subscription" | "unknown";
  /** Of the procedures: several in a batch. */
  readonly paths?: readonly string[] | undefined;
  /** Undefined where it could not be made, as by a token that is not valid. */
  readonly ctx?: unknown;
}

const shared = new Set<string>(sharedQueries);

/**
 * How long the answer may be kept by whoever passes it on, as a `Cache-Control` header. What everybody is told alike may
 * be kept for a moment, refusals too, so that a crowd is no storm on a shop that is down; but not a moment longer than that
 * (`stale-if-error`): a page that hears nothing new must know. Everything else is for the one who asked.
 */
export function lifetimeOf({ type, paths = [], ctx }: Call): string {
  const forAll =
    type === "query" && ctx !== undefined && paths.length > 0 && paths.every((path) => shared.has(path));
  return forAll ? `public, max-age=${sharedSeconds}, stale-if-error=0` : "no-store";
}
