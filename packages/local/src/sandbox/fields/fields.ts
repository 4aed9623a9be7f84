import { buildSync } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { html, text, type HttpAnswer, type HttpRequest, type Route } from "../../service-kit/http.ts";
import { escapeHtml } from "../../service-kit/page.ts";

export interface FieldsSettings {
  readonly publishableKey: string;
  /** Origins whose pages may hold the fields; `:*` stands for any port. */
  readonly hostOrigins: readonly string[];
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The card fields: the page in the frame with its script and style, and the loader that places the frame. */
export function fieldsRoutes(settings: FieldsSettings): Route<(request: HttpRequest) => HttpAnswer>[] {
  const template = readFileSync(here("frame.html"), "utf8");
  const files: readonly (readonly [path: string, type: string, body: string])[] = [
    ["/fields.js", "text/javascript", bundle("loader.ts")],
    ["/fields/v1/frame.js", "text/javascript", bundle("frame.ts")],
    ["/fields/v1/frame.css", "text/css", readFileSync(here("frame.css"), "utf8")],
  ];
  return [
    { method: "GET", path: "/fields/v1", handler: (request) => framePage(template, settings, request) },
    ...files.map(([path, type, body]) => ({
      method: "GET" as const,
      path,
      handler: () => ({
        status: 200,
        headers: { "content-type": `${type}; charset=utf-8`, "cache-control": "no-cache" },
        body,
      }),
    })),
  ];
}

/** Browsers get plain scripts; the sources are small, so they are bundled anew at each start. */
function bundle(entry: string): string {
  const result = buildSync({
    entryPoints: [here(entry)],
    bundle: true,
    format: "iife",
    target: "es2022",
    minify: true,
    write: false,
  });
  return result.outputFiles[0]!.text;
}

function framePage(template: string, settings: FieldsSettings, request: HttpRequest): HttpAnswer {
  const parent = request.query.get("parent") ?? "";
  if (!settings.hostOrigins.some((allowed) => matchesOrigin(parent, allowed))) {
    return text(403, "this origin may not hold the card fields");
  }
  const body = template
    .replace("{{parent}}", () => escapeHtml(parent))
    .replace("{{key}}", () => escapeHtml(settings.publishableKey));
  return html(200, body, {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy": [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "form-action 'none'",
      "base-uri 'none'",
      `frame-ancestors ${settings.hostOrigins.join(" ")}`,
    ].join("; "),
  });
}

/** @param allowed an origin, or one with `:*` for its port, as in a content security policy */
export function matchesOrigin(origin: string, allowed: string): boolean {
  if (!allowed.endsWith(":*")) return origin === allowed;
  const host = allowed.slice(0, -2);
  return origin === host || (origin.startsWith(`${host}:`) && /^\d+$/.test(origin.slice(host.length + 1)));
}
