import { PaymentRefused, PaymentUnknown } from "@doorbuster/core/payment/provider";
import * as z from "zod";
import { wasNeverSent } from "../neverSent.ts";
import { nodeFetch } from "./node-fetch.ts";
import type { StripeClientOptions } from "./stripe-client.ts";

/** The version of Stripe's API that the SDK speaks, so that both read the same books; a test holds it against the SDK's. */
export const stripeVersion = "2026-10-28.endive";

const defaultTimeoutMs = 8_000;
const retryDelayMs = 150;

const refusalSchema = z.object({ error: z.object({ code: z.string().optional() }) });

/** @returns the answer's JSON; `undefined`: there is no such thing */
export type StripeRead = (path: string, query: Readonly<Record<string, string>>) => Promise<unknown>;

/**
 * Reads Stripe's API without its SDK, which is two fifths of the bundle of a function that only looks into the books. What
 * moves money goes through the SDK (`stripe-client.ts`), for its keys and its kinds of failure; a look may be repeated at will.
 *
 * Throws `PaymentUnknown` without an answer, `PaymentRefused` for one that says no. Messages are made of codes alone.
 */
export function stripeReader(options: StripeClientOptions): StripeRead {
  const { baseUrl = "https://api.stripe.com", fetch = nodeFetch, timeoutMs = defaultTimeoutMs } = options;
  return async (path, query) => {
    const key = await options.secretKey().catch((cause: unknown) => {
      throw new PaymentRefused("unreachable", "the payment provider's key could not be read", { cause });
    });
    const headers: [string, string][] = [
      ["authorization", `Bearer ${key}`],
      ["stripe-version", stripeVersion],
    ];
    const url = new URL(`/v1/${path}?${String(new URLSearchParams(query))}`, baseUrl).href;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(new Error("took too long")), timeoutMs);
    const look = async () => {
      const response = await fetch(url, { headers, signal: abort.signal });
      return { status: response.status, text: await response.text() };
    };
    try {
      return meaningOf(await twice(look, abort.signal));
    } finally {
      clearTimeout(timer);
    }
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A look, and one more when the first met a trouble that may pass. */
async function twice(look: () => Promise<Answer>, signal: AbortSignal): Promise<Answer | Error> {
  const safely = () => look().catch((error: unknown) => error as Error);
  const first = await safely();
  if (signal.aborted || !(first instanceof Error || isBusy(first.status))) return first;
  await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
  return safely();
}

const isBusy = (status: number) => status === 409 || status === 429 || status >= 500;

function meaningOf(answer: Answer | Error): unknown {
  if (answer instanceof Error) {
    if (wasNeverSent(answer)) throw new PaymentRefused("unreachable", "the payment provider is not reached");
    throw new PaymentUnknown("the payment provider gave no answer");
  }
  const { status, text } = answer;
  if (status < 300) return JSON.parse(text);
  const code = codeIn(text);
  if (status === 404 && code === "resource_missing") return undefined;
  const what = `the payment provider said no: status ${status}, ${code ?? "no code"}`;
  if (status === 429) throw new PaymentRefused("rate_limited", what);
  if (isBusy(status)) throw new PaymentUnknown(what);
  throw new PaymentRefused(status === 401 || status === 403 ? "unreachable" : "rejected", what);
}

/** What kind of refusal it is; Stripe's own words may quote keys, and are not looked at. */
function codeIn(text: string): string | undefined {
  try {
    return refusalSchema.safeParse(JSON.parse(text)).data?.error.code;
  } catch {
    return undefined;
  }
}
