import { httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import type { Operation, TRPCLink } from "@trpc/client";
import type { AnyTRPCRouter, TRPCBuiltRouter, TRPCDefaultErrorShape } from "@trpc/server";
import { FetchEventSource } from "./fetch-event-source.ts";
import type { FetchEventSourceInit } from "./fetch-event-source.ts";

export interface LinkOptions {
  /** Where the API answers on the site's own origin: `/trpc`, `/ops/trpc`. */
  readonly url: string;
  /**
   * The short-lived access token of whoever is signed in, or undefined for a guest. Asked before every call, and told
   * which one unless several are batched.
   */
  readonly getAccessToken: (operation?: Operation) => Promise<string | undefined>;
  /** Further headers for one call, for secrets that must not stand in a URL. Not for calls that are batched. */
  readonly headersFor?: (operation: Operation) => Record<string, string>;
  /** Several calls in one request. */
  readonly batch?: boolean;
}

/** As much of a router's type as the links look at: it has no transformer. */
type PlainRouter = TRPCBuiltRouter<
  { ctx: object; meta: object; errorShape: TRPCDefaultErrorShape; transformer: false },
  Record<never, never>
>;

/**
 * The way of a call to the API: queries and mutations over plain HTTP, subscriptions as server-sent events, a bearer
 * token on each. JSON without a transformer, so that any HTTP client can speak it.
 *
 * Queries are posted, too: what they ask for may be personal, which does not belong into an address, or long, and the
 * firewall takes no query string beyond 2,048 bytes. What caches may answer is asked by plain `fetch` (the storefront's
 * `live-query.ts`).
 *
 * @example createTRPCClient<ShopRouter>({ links: apiLinks({ url: "/trpc", getAccessToken }) })
 */
export function apiLinks<TRouter extends AnyTRPCRouter>(options: LinkOptions): TRPCLink<TRouter>[] {
  const { url, getAccessToken, headersFor, batch = false } = options;
  const headersOf = async (operation?: Operation): Promise<Record<string, string>> => {
    const token = await getAccessToken(operation);
    return {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(operation !== undefined && headersFor?.(operation)),
    };
  };
  const methodOverride = "POST";
  const calls = batch
    ? httpBatchLink<PlainRouter>({ url, methodOverride, headers: () => headersOf() })
    : httpLink<PlainRouter>({ url, methodOverride, headers: ({ op }) => headersOf(op) });
  const subscriptions = httpSubscriptionLink<PlainRouter, typeof FetchEventSource>({
    url,
    EventSource: FetchEventSource,
    eventSourceOptions: ({ op }): FetchEventSourceInit => ({ headers: () => headersOf(op) }),
  });
  const link = splitLink({
    condition: (operation) => operation.type === "subscription",
    true: subscriptions,
    false: calls,
  });
  return [link];
}
