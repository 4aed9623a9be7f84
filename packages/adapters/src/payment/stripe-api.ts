import type Stripe from "stripe";

/** The version of the API whose shapes the SDK's types describe: with a newer SDK this line does not compile. */
const apiVersion: Stripe.LatestApiVersion = "2026-10-28.endive";

/** How one request is made. */
export interface StripeRequest {
  /** Milliseconds for the whole exchange. */
  readonly timeout: number;
  readonly idempotencyKey?: string;
}

/** What Stripe answered, and whether it had answered so before, under the same idempotency key. */
export type Answer<Result> = Result & { readonly isReplayed: boolean };
type Asked<Params, Result> = (params: Params, request: StripeRequest) => Promise<Answer<Result>>;
type AskedOf<Params, Result> = (
  id: string,
  params: Params,
  request: StripeRequest,
) => Promise<Answer<Result>>;

/** A page of a list. */
interface Page<Item> {
  readonly data: Item[];
  readonly has_more: boolean;
}

/**
 * As much of Stripe's API as the shop speaks, in the shapes of Stripe's own SDK. The SDK holds all that Stripe sells and
 * can't be taken apart (stripe-node, issue 2156): it would be two fifths of every bundle that pays, loaded at each cold
 * start. A test holds what is sent here against what the SDK sends.
 */
export interface StripeApi {
  readonly paymentIntents: {
    readonly create: Asked<Stripe.PaymentIntentCreateParams, Stripe.PaymentIntent>;
    readonly retrieve: AskedOf<Stripe.PaymentIntentRetrieveParams, Stripe.PaymentIntent>;
    readonly capture: AskedOf<Stripe.PaymentIntentCaptureParams, Stripe.PaymentIntent>;
    readonly cancel: AskedOf<Stripe.PaymentIntentCancelParams, Stripe.PaymentIntent>;
    readonly list: Asked<Stripe.PaymentIntentListParams, Page<Stripe.PaymentIntent>>;
    readonly search: Asked<Stripe.PaymentIntentSearchParams, Page<Stripe.PaymentIntent>>;
  };
  readonly refunds: {
    readonly create: Asked<Stripe.RefundCreateParams, Stripe.Refund>;
    readonly list: Asked<Stripe.RefundListParams, Page<Stripe.Refund>>;
  };
}

/** A refusal, or a failure of Stripe's own ("Errors", Stripe API reference). Its message may quote what was sent. */
export class StripeError extends Error {
  readonly statusCode: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly type: string;
  readonly code: string | undefined;
  readonly declineCode: string | undefined;
  readonly param: string | undefined;
  readonly paymentIntent: Stripe.PaymentIntent | undefined;

  constructor(
    statusCode: number,
    headers: ReadonlyMap<string, string>,
    error: Partial<Stripe.StripeRawError>,
  ) {
    super(error.message ?? `status ${statusCode}`);
    this.statusCode = statusCode;
    this.headers = headers;
    this.type = error.type ?? "unknown";
    this.code = error.code;
    this.declineCode = error.decline_code;
    this.param = error.param;
    this.paymentIntent = error.payment_intent;
  }
}

/** No answer, or none that could be read to its end. Why is its cause. */
export class StripeSilence extends Error {}

export interface StripeAccount {
  readonly secretKey: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
}

/** @throws by each of its methods {@link StripeError} or {@link StripeSilence} */
export function stripeApi(account: StripeAccount): StripeApi {
  const get =
    <Params extends object, Result>(path: string): Asked<Params, Result> =>
    (params, request) =>
      send(account, "GET", path, params, request);
  const post =
    <Params extends object, Result>(path: string): Asked<Params, Result> =>
    (params, request) =>
      send(account, "POST", path, params, request);
  const intent = (id: string) => `payment_intents/${encodeURIComponent(id)}`;
  return {
    paymentIntents: {
      create: post("payment_intents"),
      retrieve: (id, ...asked) => get<object, Stripe.PaymentIntent>(intent(id))(...asked),
      capture: (id, ...asked) => post<object, Stripe.PaymentIntent>(`${intent(id)}/capture`)(...asked),
      cancel: (id, ...asked) => post<object, Stripe.PaymentIntent>(`${intent(id)}/cancel`)(...asked),
      list: get("payment_intents"),
      search: get("payment_intents/search"),
    },
    refunds: { create: post("refunds"), list: get("refunds") },
  };
}

async function send<Result>(
  account: StripeAccount,
  method: "GET" | "POST",
  path: string,
  params: object,
  { timeout, idempotencyKey }: StripeRequest,
): Promise<Answer<Result>> {
  const form = new URLSearchParams([...pairsOf(params)]).toString();
  const isPost = method === "POST";
  const { status, headers, text } = await exchange(
    account.fetch,
    `${account.baseUrl}/v1/${path}${isPost || form === "" ? "" : `?${form}`}`,
    {
      method,
      headers: [
        ["authorization", `Bearer ${account.secretKey}`],
        ["accept", "application/json"],
        ["stripe-version", apiVersion],
        ...(isPost ? [["content-type", "application/x-www-form-urlencoded"] as [string, string]] : []),
        ...(idempotencyKey === undefined ? [] : [["idempotency-key", idempotencyKey] as [string, string]]),
      ],
      ...(isPost && { body: form }),
    },
    timeout,
  );
  const body = parseJson(text);
  if (status >= 400) throw new StripeError(status, headers, body?.error ?? {});
  if (body === undefined) throw new StripeSilence("the answer cannot be read");
  return { ...(body as Result), isReplayed: headers.get("idempotent-replayed") === "true" };
}

/** Sends, and reads the answer to its end, all within the time. */
async function exchange(fetch: StripeAccount["fetch"], url: string, init: RequestInit, timeoutMs: number) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error("no answer in time")), timeoutMs);
  try {
    const response = await fetch(url, { ...init, signal: abort.signal });
    return { status: response.status, headers: new Map(response.headers), text: await response.text() };
  } catch (cause) {
    throw new StripeSilence("no answer", { cause });
  } finally {
    clearTimeout(timer);
  }
}

type Param = string | number | boolean | null | undefined | object;

/** `{ created: { gte: 1 }, expand: ["a"] }` as Stripe reads forms: `created[gte]=1&expand[0]=a`. */
function* pairsOf(value: Param, key = ""): Generator<[string, string]> {
  if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value) as [string, Param][]) {
      yield* pairsOf(inner, key ? `${key}[${name}]` : name);
    }
  } else if (value !== undefined) yield [key, String(value ?? "")];
}

function parseJson(text: string): { readonly error?: Partial<Stripe.StripeRawError> } | undefined {
  try {
    return JSON.parse(text) as { readonly error?: Partial<Stripe.StripeRawError> };
  } catch {
    return undefined;
  }
}
