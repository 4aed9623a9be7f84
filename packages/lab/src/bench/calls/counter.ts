import { subscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";

/** Calls by name since the process began, for example `TransactWriteItems` or `POST /v1/payment_intents`. */
export interface Calls {
  readonly store: Record<string, number>;
  readonly provider: Record<string, number>;
}

/**
 * Counts the calls that this process makes to DynamoDB and to the payment provider, as they leave it: below the SDKs, so
 * that their own retries count too. Nothing is in the way of a call.
 */
export function countCalls(): Calls {
  const calls: Calls = { store: {}, provider: {} };
  subscribe("http.client.request.start", (message) => {
    const { request } = message as { request: ClientRequest };
    // DynamoDB's operation is in a header (API reference, "Making requests"); Stripe's is the path.
    const [, operation] = /^DynamoDB_\w+\.(\w+)$/.exec(String(request.getHeader("x-amz-target"))) ?? [];
    if (operation !== undefined) add(calls.store, operation);
    else if (request.path.startsWith("/v1/"))
      add(calls.provider, `${request.method} ${withoutIds(request.path)}`);
  });
  return calls;
}

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function withoutIds(path: string): string {
  return path.replace(/\?.*/s, "").replace(/\/[a-z]+_\w{8,}/g, "/:id");
}
