/** Stripe's error object (docs.stripe.com/api/errors). */
export interface StripeErrorBody {
  readonly type:
    | "api_error"
    | "card_error"
    | "idempotency_error"
    | "invalid_request_error"
    | "authentication_error";
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly param?: string;
  readonly charge?: string;
  /** The PaymentIntent as it stands after the refusal. */
  readonly payment_intent?: unknown;
}

/** An answer that is an error. Throwing one undoes what the request had written. */
export class StripeError extends Error {
  override readonly name = "StripeError";
  readonly status: number;
  readonly body: StripeErrorBody;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: StripeErrorBody, headers: Readonly<Record<string, string>> = {}) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export function invalidRequest(
  message: string,
  more: Pick<StripeErrorBody, "code" | "param" | "payment_intent"> = {},
): StripeError {
  return new StripeError(400, { type: "invalid_request_error", message, ...more });
}

/** @param param the parameter that named it; without one the address itself did, and the status is 404 */
export function resourceMissing(kind: string, id: string, param?: string): StripeError {
  return new StripeError(param ? 400 : 404, {
    type: "invalid_request_error",
    code: "resource_missing",
    message: `No such ${kind}: '${id}'`,
    param: param ?? "id",
  });
}

export function cardError(message: string, code: string, more: Partial<StripeErrorBody> = {}): StripeError {
  return new StripeError(402, { type: "card_error", message, code, ...more });
}
