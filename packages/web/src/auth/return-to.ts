/**
 * The path to go to after signing in, if it stays on this site, else `/`. Browsers read `//host` and `/\host` as another
 * host and drop tabs and line ends, so the path is resolved as a browser would before its origin is compared. Even then
 * a path such as `/.//host` comes out with two slashes, which would name a host the next time it is read.
 */
export function safeReturnTo(requested: string | null, siteUrl: string): string {
  if (!requested?.startsWith("/")) return "/";
  const resolved = URL.parse(requested, siteUrl);
  if (resolved?.origin !== new URL(siteUrl).origin) return "/";
  return resolved.pathname.replace(/^\/+/, "/") + resolved.search + resolved.hash;
}
