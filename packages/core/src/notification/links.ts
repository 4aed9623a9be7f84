import type { ReadTokens } from "../access/readToken.ts";

/** Where a customer follows an order. The read token stands behind `#`, which no server ever sees. */
export interface OrderLinks {
  readonly full: string;
  /** Leads to the same page: every character of a text message counts. */
  readonly short: string;
}

export async function orderLinks(
  storefrontUrl: string,
  tokens: ReadTokens,
  orderId: string,
): Promise<OrderLinks> {
  const fragment = `#t=${await tokens.issue(orderId)}`;
  return {
    full: `${storefrontUrl}/orders/${orderId}${fragment}`,
    short: `${storefrontUrl}/o/${orderId.replace(/^ord_/, "")}${fragment}`,
  };
}

/** What people call an order: short enough to read out. */
export function referenceOf(orderId: string): string {
  return orderId.slice(-6).toUpperCase();
}
