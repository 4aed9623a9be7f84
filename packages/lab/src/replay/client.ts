import * as z from "zod";
import { checkoutAnswerSchema, type Checkout } from "@doorbuster/core/order/checkout";
import { appCodes } from "@doorbuster/core/errors";

/** How a checkout ended for the customer. */
export type Outcome =
  | {
      readonly kind: "order";
      readonly orderId: string;
      readonly status: z.infer<typeof checkoutAnswerSchema>["status"];
    }
  | { readonly kind: "soldOut" }
  /** Refused for a reason that waiting does not mend. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

export interface CheckoutClient {
  /** @param keyOf the idempotency key of the first attempt, and of the next when the shop asks for a new one */
  place(
    request: Omit<Checkout, "idempotencyKey">,
    keyOf: (attempt: number) => string,
    accessToken: string | undefined,
  ): Promise<Outcome>;
}

export interface ClientOptions {
  /** The API's address, without a path. */
  readonly api: string;
  readonly fetch: typeof fetch;
  readonly clock: { now(): number; sleep(ms: number): Promise<void> };
  /** Told of an order that was made and given up: of each the shop says that it took no money, and asks for a new key. */
  readonly onGivenUp?: (orderId: string) => void;
  /** Once aborted, whoever is asked to pay anew does not. What is still unknown, or only busy, is asked for as before. */
  readonly closing?: AbortSignal;
}

const errorSchema = z.object({
  message: z.string(),
  data: z.object({ appCode: z.enum(appCodes), details: z.record(z.string(), z.unknown()) }),
});
const bodySchema = z.union([
  z.object({ result: z.object({ data: checkoutAnswerSchema }) }),
  z.object({ error: errorSchema }),
]);
type ApiError = z.infer<typeof errorSchema>;

/** How long one checkout asks again while the shop says "later" or does not answer at all. */
const patienceMs = 120_000;
/** The pause before asking again when the answer names none. Doubles up to the cap. */
const pauseMs = { base: 100, cap: 5_000 };

/** `checkout.place` as any stranger's HTTP client would call it: the public contract and nothing else. */
export function checkoutClient({ api, fetch, clock, onGivenUp, closing }: ClientOptions): CheckoutClient {
  const ask = async (checkout: Checkout, accessToken: string | undefined) => {
    const response = await fetch(`${api}/trpc/checkout.place`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify(checkout),
    });
    return bodySchema.parse(await response.json());
  };

  return {
    async place(request, keyOf, accessToken) {
      const giveUpAt = clock.now() + patienceMs;
      let attempt = 1;
      for (let failures = 0; ; failures++) {
        const checkout = { idempotencyKey: keyOf(attempt), ...request };
        const body = await ask(checkout, accessToken).catch((error: unknown) => ({
          error: unanswered(error),
        }));
        if ("result" in body) {
          const { orderId, status } = body.result.data;
          return { kind: "order", orderId, status };
        }
        const { code, details, message } = toRefusal(body.error);
        const { orderId, newIdempotencyKey } = details;
        if (typeof orderId === "string" && newIdempotencyKey === true) onGivenUp?.(orderId);
        if (code === "SOLD_OUT") return { kind: "soldOut" };
        const isFinal = !passing.has(code) || (newIdempotencyKey === true && closing?.aborted === true);
        if (isFinal || clock.now() > giveUpAt) return { kind: "refused", code, message };
        if (newIdempotencyKey === true) attempt += 1;
        await clock.sleep(pause(details["retryAfterSeconds"], failures));
      }
    },
  };
}

/** What may be gone a moment later: asked again with the same key, which makes that safe. */
const passing: ReadonlySet<string> = new Set(["RATE_LIMITED", "PAYMENT_UNAVAILABLE", "INTERNAL"]);

/** No answer, or one that is not ours: whether an order was made is unknown, and the same key will tell. */
function unanswered(error: unknown): ApiError {
  const message = error instanceof Error ? error.message : String(error);
  return { message, data: { appCode: "INTERNAL", details: {} } };
}

function toRefusal({ message, data }: ApiError) {
  return { code: data.appCode, details: data.details, message };
}

function pause(retryAfterSeconds: unknown, failures: number): number {
  if (typeof retryAfterSeconds === "number") return retryAfterSeconds * 1_000;
  return Math.min(pauseMs.cap, pauseMs.base * 2 ** failures);
}
