import { createHash } from "node:crypto";
import type { Ledger } from "../payments/ledger.ts";
import { StripeError } from "./errors.ts";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * One key, one effect. The answer is remembered in the write that had the effect, so after a crash there are both or
 * neither, and it is given again to whoever asks again with the same key and parameters: errors too.
 *
 *     first   ── key free ── work + remember ── commit ── answer
 *     second     └─ still open: 409             └─ from here on: the remembered answer
 *
 * Parameters that could not be read are refused before this, and leave the key free (docs.stripe.com/api/idempotent_requests).
 */
export class Idempotency {
  readonly #ledger: Ledger;
  readonly #open = new Set<string>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** @throws {StripeError} 409 while the first request is under way, 400 for other parameters under the same key */
  async once(
    key: string,
    fingerprint: string,
    work: () => Answer,
  ): Promise<Answer & { readonly replayed: boolean }> {
    if (this.#open.has(key)) {
      throw new StripeError(409, {
        type: "idempotency_error",
        code: "idempotency_key_in_use",
        message: "There is currently another in-progress request using this Idempotent Key.",
      });
    }
    this.#open.add(key);
    try {
      return await this.#ledger.write(() => this.#answer(key, fingerprint, work));
    } finally {
      this.#open.delete(key);
    }
  }

  #answer(key: string, fingerprint: string, work: () => Answer): Answer & { readonly replayed: boolean } {
    const remembered = this.#ledger.answerOf(key);
    if (!remembered) {
      const answer = work();
      this.#ledger.rememberAnswer(key, { fingerprint, ...answer });
      return { ...answer, replayed: false };
    }
    if (remembered.fingerprint !== fingerprint) {
      throw new StripeError(400, {
        type: "idempotency_error",
        message:
          "Keys for idempotent requests can only be used with the same parameters they were first used with.",
      });
    }
    return { status: remembered.status, body: remembered.body, replayed: true };
  }
}

/** Tells requests apart by method, address and parameters; the order of the parameters does not matter. */
export function fingerprintOf(method: string, path: string, parameters: URLSearchParams): string {
  const sorted = new URLSearchParams(parameters);
  sorted.sort();
  return createHash("sha256").update(`${method} ${path}\n${sorted}`).digest("base64url");
}
