import { json, router, type HttpAnswer, type HttpHandler, type HttpRequest } from "../../service-kit/http.ts";
import type { Call, Endpoint, SandboxContext } from "./endpoint.ts";
import { StripeError } from "./errors.ts";
import { eventEndpoints } from "./events.ts";
import { parseForm } from "./form.ts";
import { fingerprintOf, Idempotency, type Answer } from "./idempotency.ts";
import { authenticate, type ApiKeys } from "./keys.ts";
import { faultFor, misbehave } from "./misbehave.ts";
import { paymentIntentEndpoints } from "./payment-intents.ts";
import { paymentMethodEndpoints } from "./payment-methods.ts";
import { refundEndpoints } from "./refunds.ts";

const endpoints: readonly Endpoint[] = [
  ...paymentIntentEndpoints,
  ...paymentMethodEndpoints,
  ...refundEndpoints,
  ...eventEndpoints,
];

/** A key may be as long as this at Stripe. */
const maxKeyLength = 255;

/**
 * The API: find the endpoint, check the key, read the parameters, run it once, answer. Every answer, and every refusal
 * once the endpoint ran, is on disk before it is given.
 */
export function stripeApi(context: SandboxContext, keys: ApiKeys): HttpHandler {
  const find = router(endpoints.map((endpoint) => ({ ...endpoint, handler: endpoint })));
  const idempotency = new Idempotency(context.ledger);

  const once = async (request: HttpRequest, key: string | null, run: () => Answer) => {
    if (request.method === "GET") return { ...(await context.ledger.read(run)), replayed: false };
    if (!key) return { ...(await context.ledger.write(run)), replayed: false };
    checkKey(key);
    return idempotency.once(key, fingerprintOf(request.method, request.path, parametersOf(request)), run);
  };

  return async (request) => {
    const requestId = context.newId("req");
    const idempotencyKey = headerOf(request, "idempotency-key");
    const headers: Record<string, string> = {
      "request-id": requestId,
      "cache-control": "no-store",
      ...(idempotencyKey ? { "idempotency-key": idempotencyKey } : {}),
    };
    try {
      const match = find(request.method, request.path);
      if (!match) throw unknownUrl(request);
      authenticate(request.headers, keys, match.handler.key);
      const { operation, prepare } = match.handler;
      const prepared = prepare(context, parseForm(parametersOf(request)), match.params);
      const call: Call = { ...context, requestId, idempotencyKey };
      const run = () => runAtomically(call, prepared.work);
      const act = (work: () => Answer) => once(request, idempotencyKey, work);

      const fault = faultFor(context, operation, prepared.fault);
      const answer = fault ? await misbehave(fault, context, run, act) : await act(run);
      if (typeof answer === "string") return answer;
      return answered(answer, answer.replayed ? { ...headers, "idempotent-replayed": "true" } : headers);
    } catch (error) {
      if (error instanceof StripeError) {
        return json(error.status, { error: error.body }, { ...headers, ...error.headers });
      }
      console.error(error);
      const message = "The sandbox failed; its log says why.";
      return json(500, { error: { type: "api_error", message } }, headers);
    }
  };
}

/** A thrown refusal undoes what the work had written; a returned one keeps it. Both are answers. */
function runAtomically(call: Call, work: (call: Call) => object): Answer {
  try {
    const result = call.ledger.savepoint(() => work(call));
    return result instanceof StripeError ? refusal(result) : { status: 200, body: JSON.stringify(result) };
  } catch (error) {
    if (error instanceof StripeError) return refusal(error);
    throw error;
  }
}

function refusal(error: StripeError): Answer {
  return { status: error.status, body: JSON.stringify({ error: error.body }) };
}

function answered({ status, body }: Answer, headers: Record<string, string>): HttpAnswer {
  return { status, headers: { "content-type": "application/json", ...headers }, body };
}

function parametersOf(request: HttpRequest): URLSearchParams {
  if (request.method === "GET") return request.query;
  const type = headerOf(request, "content-type") ?? "";
  if (request.body.length > 0 && !type.startsWith("application/x-www-form-urlencoded")) {
    throw new StripeError(400, {
      type: "invalid_request_error",
      message: "This API takes application/x-www-form-urlencoded bodies.",
    });
  }
  return new URLSearchParams(request.body.toString());
}

function checkKey(key: string): void {
  if (key.length <= maxKeyLength) return;
  throw new StripeError(400, {
    type: "idempotency_error",
    message: `Idempotency keys may be up to ${maxKeyLength} characters long.`,
  });
}

function unknownUrl({ method, path }: HttpRequest): StripeError {
  return new StripeError(404, {
    type: "invalid_request_error",
    message: `Unrecognized request URL (${method}: ${path}).`,
  });
}

function headerOf(request: HttpRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}
