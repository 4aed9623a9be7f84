interface Header {
  readonly key: string;
  readonly value: string;
}

/**
 * What goes with every answer of a site's server, pages or not.
 *
 * - `nosniff`: what is served as text is never taken for a script.
 * - `x-frame-options` is for browsers that don't know `frame-ancestors`.
 * - `same-origin` referrers: an order's address holds its id, which is nobody else's business.
 * - `cross-origin-opener-policy`: a window that opened the site has no hold on it.
 * - `permissions-policy`: neither site has a use for these, so no script in it has.
 */
export const answerHeaders: readonly Header[] = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "x-frame-options", value: "DENY" },
  { key: "referrer-policy", value: "same-origin" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
  {
    key: "permissions-policy",
    value: ["camera", "display-capture", "geolocation", "microphone", "midi", "usb"]
      .map((feature) => `${feature}=()`)
      .join(", "),
  },
];

/** Sign-in answers with redirects, and when it fails with a page that has a style and no script. */
export const signInHeaders: readonly Header[] = [
  {
    key: "content-security-policy",
    value:
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  },
];

/**
 * For a site that browsers reach by https: they never try another way again. A year, as hstspreload.org asks at least;
 * not for subdomains, of which the domain may have others than ours.
 */
export const strictTransportSecurity = "max-age=31536000";

/** `headers` of a site's next.config. A page's own policy comes from {@link ./guard-page.ts}. */
export function siteHeaders() {
  return Promise.resolve([
    { source: "/:path*", headers: [...answerHeaders] },
    { source: "/auth/:path*", headers: [...signInHeaders] },
  ]);
}
