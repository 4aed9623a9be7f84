/**
 * Whether a request that changes something, or hands out a token, came from a page of this site. Browsers set
 * `Sec-Fetch-Site` and pages cannot forge it; older ones send `Origin` on every POST. A request with neither is refused.
 */
export function isSameOrigin(request: Request, siteUrl: string): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  return request.headers.get("origin") === new URL(siteUrl).origin;
}
