/** Every way in which the shop says no. The codes are a public contract: add to them, never change one. */
export const appCodes = [
  "SOLD_OUT",
  "PRICE_CHANGED",
  "IDEMPOTENCY_MISMATCH",
  "INVALID_INPUT",
  "NOT_FOUND",
  "FORBIDDEN",
  "UNAUTHENTICATED",
  "RATE_LIMITED",
  "PAYMENT_UNAVAILABLE",
  "CONFLICT",
  "INTERNAL",
] as const;

export type AppCode = (typeof appCodes)[number];

/**
 * An error that may be shown: a stable code for programs, a public sentence for people, particulars for both.
 * `internal` is for the log alone and must still hold nothing that we would not show a stranger.
 */
export class AppError extends Error {
  readonly code: AppCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly internal: string | undefined;

  constructor(
    code: AppCode,
    publicSentence: string,
    options: { details?: Record<string, unknown>; internal?: string; cause?: unknown } = {},
  ) {
    super(publicSentence, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details ?? {};
    this.internal = options.internal;
  }
}
