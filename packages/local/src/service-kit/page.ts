/** Markup that may be put into a page as it is. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Part = Markup | string | number | false | null | undefined | readonly Part[];

/** A template whose values are escaped, lists joined, and nothing shown for false, null and undefined. */
export function markup(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...values.map(render)));
}

function render(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  if (Array.isArray(part)) return (part as readonly Part[]).map(render).join("");
  return "";
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The look that the sandbox's and the inbox's pages share: system fonts, light and dark. */
export const baseStyles = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#f6f6f4, #121314);
  --sheet: light-dark(#ffffff, #1b1c1e);
  --ink: light-dark(#17181a, #f1f1ef);
  --quiet: light-dark(#5a5d62, #a5a8ad);
  --line: light-dark(#dcdcd8, #34363a);
  --field: light-dark(#8b8e94, #6d7076);
  --accent: light-dark(#1d4fd8, #9db8ff);
  --on-accent: light-dark(#ffffff, #10162b);
  --accent-paper: light-dark(#eaf0ff, #1f2740);
  --good: light-dark(#0f6b3c, #7fd6a5);
  --good-paper: light-dark(#e5f5ec, #17301f);
  --warn: light-dark(#7a4a00, #f0c274);
  --warn-paper: light-dark(#fdf1dc, #33270f);
  --bad: light-dark(#a3161c, #ff9d9a);
  --bad-paper: light-dark(#fdecea, #3a1a1b);
}
* { box-sizing: border-box; margin: 0; }
body {
  background: var(--paper); color: var(--ink);
  font: 1rem/1.5 ui-sans-serif, system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif;
}
button, input { font: inherit; color: inherit; }
button { cursor: pointer; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code { font: .9em ui-monospace, Menlo, Consolas, monospace; }
.brand { display: inline-flex; align-items: center; gap: .5rem; font-weight: 600; }
.brand svg { width: 1.25rem; height: 1.25rem; fill: none; stroke: currentColor; stroke-width: 1.5; }
.badge {
  display: inline-block; padding: .0625rem .5rem; border-radius: 99px; font-size: .8125rem; font-weight: 550;
  white-space: nowrap; color: var(--quiet); background: color-mix(in srgb, currentColor 10%, transparent);
}
.badge.good { color: var(--good); background: var(--good-paper); }
.badge.warn { color: var(--warn); background: var(--warn-paper); }
.badge.bad { color: var(--bad); background: var(--bad-paper); }
.badge.accent { color: var(--accent); background: var(--accent-paper); }
`;

const door = new Markup(
  '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 2h9l3 3v13H4z M8 2v16"/><circle cx="11.5" cy="10.5" r="1"/></svg>',
);

export const brand = (name: string): Markup => markup`<span class="brand">${door}Doorbuster ${name}</span>`;

export interface PageOptions {
  readonly title: string;
  readonly styles: string;
  readonly body: Markup;
  /** Addresses of scripts, loaded as modules. */
  readonly scripts?: readonly string[];
}

export function page({ title, styles, body, scripts = [] }: PageOptions): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(baseStyles + styles)}</style>
${scripts.map((source) => markup`<script type="module" src="${source}"></script>`)}
</head>
<body>
${body}
</body>
</html>
`.text;
}
