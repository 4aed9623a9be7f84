/**
 * - `missing`: there is no such secret, or nothing was put into it yet.
 * - `malformed`: what was put into it is not what it should be, or empty.
 * - `refused`: we may not read it, or not use the key that it is encrypted with.
 * - `unreachable`: nobody answered, or not in time.
 */
export type SecretTrouble = "missing" | "malformed" | "refused" | "unreachable";

/** A secret could not be had. Its message says which one and why, and may be logged; the cause is for a debugger. */
export class SecretUnavailable extends Error {
  override readonly name = "SecretUnavailable";
  readonly code = "SECRET_UNAVAILABLE";
  readonly secret: string;
  readonly trouble: SecretTrouble;

  constructor(secret: string, trouble: SecretTrouble, options?: { cause?: unknown }) {
    super(`the secret ${secret} is ${trouble}`, options);
    this.secret = secret;
    this.trouble = trouble;
  }
}
