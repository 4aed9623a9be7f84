import type { AppCode } from "@doorbuster/core/errors";

/**
 * Why a call failed, as a page sees it.
 * - `app`: the shop, or the gateway before it, said no. `message` may be shown as it is.
 * - `network`: no answer we can read. Whether the call took effect is unknown, so only repeat what is safe to repeat.
 */
export type CallFailure =
  | {
      readonly kind: "app";
      readonly code: AppCode;
      readonly message: string;
      readonly details: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "network" };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads whatever a tRPC call threw. Trusts the shape `{ message, data: { appCode, details } }` and nothing else. */
export function readFailure(error: unknown): CallFailure {
  if (!isRecord(error) || !isRecord(error["data"])) return { kind: "network" };
  const { appCode, details } = error["data"];
  if (typeof appCode !== "string") return { kind: "network" };
  return {
    kind: "app",
    // A newer API may send a code this page has not heard of; every reader has a default branch for it.
    code: appCode as AppCode,
    message: typeof error["message"] === "string" ? error["message"] : "Something went wrong.",
    details: isRecord(details) ? details : {},
  };
}

/** The stable code of a refusal, or undefined where there was no readable answer. */
export function appCodeOf(error: unknown): AppCode | undefined {
  const failure = readFailure(error);
  return failure.kind === "app" ? failure.code : undefined;
}
