import { createHash } from "node:crypto";
import { themeScript } from "../components/theme-storage.ts";

/** What a page must be allowed beyond its own origin. Sources are origins, as a policy writes them. */
export interface PageNeeds {
  /**
   * `perRequest`: the page is rendered for one visitor, and its inline scripts carry that answer's nonce. `static`: the
   * page is the same for everybody and kept by the CDN, so it can carry none.
   */
  readonly rendering: "static" | "perRequest";
  readonly scripts?: readonly string[];
  readonly frames?: readonly string[];
  readonly connections?: readonly string[];
  /** A script of somebody else's writes `style="…"` into elements of its own. */
  readonly styleAttributes?: boolean;
}

export interface PageSetting {
  /** At least 128 bits that nobody can guess, made for this answer alone. Not used on static pages. */
  readonly nonce: string;
  /** Browsers reach the site by https. */
  readonly secure: boolean;
  /** `next dev`, which reloads changed modules by `eval` and inline styles. */
  readonly development: boolean;
}

/**
 * The Content-Security-Policy of a page. A site's own scripts run, and those of `scripts`; nothing is evaluated from text,
 * no element has a handler in its markup (`script-src-attr`), and nobody holds the page in a frame.
 *
 * Next writes what it knows of a page into inline scripts. Where a page is rendered per request they carry a nonce. On a
 * static page they change with each build and each minute, so neither nonce nor a list of hashes can name them, and
 * inline scripts are allowed: such a page shows the catalogue alone, escaped by React, and holds no session.
 *
 * There is no `strict-dynamic`: it would let a trusted script load others from anywhere, where a list of two origins says
 * exactly whose scripts run beside somebody's card (PCI DSS 4, requirement 6.4.3).
 */
export function contentSecurityPolicy(needs: PageNeeds, { nonce, secure, development }: PageSetting): string {
  const { scripts = [], frames = [], connections = [], styleAttributes = false } = needs;
  const inline =
    needs.rendering === "static" || development ? ["'unsafe-inline'"] : [`'nonce-${nonce}'`, themeScriptHash];
  const directives: Readonly<Record<string, readonly string[]>> = {
    "default-src": ["'self'"],
    "script-src": ["'self'", ...inline, ...(development ? ["'unsafe-eval'"] : []), ...scripts],
    "script-src-attr": ["'none'"],
    "style-src": ["'self'", ...(development ? ["'unsafe-inline'"] : [])],
    ...(styleAttributes && { "style-src-attr": ["'unsafe-inline'"] }),
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'", ...connections],
    "frame-src": frames.length === 0 ? ["'none'"] : frames,
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    ...(secure && { "upgrade-insecure-requests": [] }),
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");
}

/** The one inline script that is ours: it is the same in every page, so its hash names it. */
const themeScriptHash = `'sha256-${createHash("sha256").update(themeScript).digest("base64")}'`;
