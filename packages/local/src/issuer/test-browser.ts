/** As much of a browser as signing in needs: cookies, forms, and redirects followed while they stay at one origin. */
export class TestBrowser {
  readonly #cookies = new Map<string, string>();
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** The answer at the end of the redirects, or the first redirect that leaves the origin. */
  async open(
    url: string,
    form?: Record<string, string>,
  ): Promise<{ response: Response; html: string; url: URL }> {
    const target = new URL(url, this.#origin);
    const response = await fetch(target, {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    const location = response.headers.get("location");
    const next = location === null ? undefined : new URL(location, target);
    if (next?.origin === this.#origin) return this.open(next.href);
    return { response, html: await response.text(), url: next ?? target };
  }

  #keep(cookie: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value === "") this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** The hidden fields and the target of the first form of a page. */
export function firstForm(html: string): { action: string; fields: Record<string, string> } {
  const action = /<form[^>]*action="([^"]*)"/.exec(html)?.[1] ?? "";
  const hidden = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return { action, fields: Object.fromEntries([...hidden].map(([, name, value]) => [name, value])) };
}
