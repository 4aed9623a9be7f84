/**
 * An EventSource on top of `fetch`, for two things the browser's own cannot do: send an `Authorization` header (a token
 * must never stand in a URL), and read why a stream was refused. It has the part of the interface that tRPC uses.
 *
 *     connect ──► 200 event-stream ──► messages … ──► end of stream ──┐
 *        ▲                                                            ├─ wait (retry, doubled while it fails) ─► connect
 *        │        network error, 429, 5xx ────────────────────────────┘
 *        └────────────────────── with the last id seen, and fresh headers
 *                 any other answer ──► `serialized-error` with the API's error, then closed for good
 */
export class FetchEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  readonly CONNECTING = FetchEventSource.CONNECTING;
  readonly OPEN = FetchEventSource.OPEN;
  readonly CLOSED = FetchEventSource.CLOSED;

  readonly url: string;
  readyState: number = FetchEventSource.CONNECTING;

  readonly #headers: FetchEventSourceInit["headers"];
  readonly #abort = new AbortController();
  #lastEventId = "";
  #retryMs: number;
  #failures = 0;

  constructor(url: string, init: FetchEventSourceInit = {}) {
    super();
    this.url = url;
    this.#headers = init.headers;
    this.#retryMs = init.retryMs ?? 1_000;
    void this.#run();
  }

  close(): void {
    this.readyState = FetchEventSource.CLOSED;
    this.#abort.abort();
  }

  async #run(): Promise<void> {
    while (this.readyState !== FetchEventSource.CLOSED) {
      try {
        await this.#connect();
      } catch {
        this.#failures += 1;
      }
      if (this.readyState === FetchEventSource.CLOSED) return;
      this.readyState = FetchEventSource.CONNECTING;
      this.dispatchEvent(new Event("error"));
      await wait(
        Math.min(this.#retryMs * 2 ** Math.max(0, this.#failures - 1), retryMsMax),
        this.#abort.signal,
      );
    }
  }

  /** One connection, to its end. Throws when the next one should wait longer. */
  async #connect(): Promise<void> {
    const headers = new Headers(await this.#headers?.());
    headers.set("accept", "text/event-stream");
    if (this.#lastEventId !== "") headers.set("last-event-id", this.#lastEventId);
    const response = await fetch(this.url, { headers, cache: "no-store", signal: this.#abort.signal });
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
    if (!response.ok || !isStream || response.body === null) {
      if (response.status === 429 || response.status >= 500) throw new Error(`answered ${response.status}`);
      await this.#refuse(response);
      return;
    }
    this.readyState = FetchEventSource.OPEN;
    this.#failures = 0;
    this.dispatchEvent(new Event("open"));
    for await (const field of fields(response.body)) this.#read(field);
  }

  #data: string[] = [];
  #type = "";

  /** WHATWG HTML, "interpreting an event stream": fields gather until a blank line dispatches them. */
  #read({ name, value }: Field): void {
    if (name === "data") this.#data.push(value);
    else if (name === "event") this.#type = value;
    else if (name === "id" && !value.includes("\0")) this.#lastEventId = value;
    else if (name === "retry" && /^\d+$/.test(value)) this.#retryMs = Number(value);
    else if (name === "") {
      const { origin } = new URL(this.url, globalThis.location?.href);
      const init = { data: this.#data.join("\n"), lastEventId: this.#lastEventId, origin };
      if (this.#data.length > 0) this.dispatchEvent(new MessageEvent(this.#type || "message", init));
      this.#data = [];
      this.#type = "";
    }
  }

  /** tRPC listens for `serialized-error`, and turns it into the typed error that a query would have thrown. */
  async #refuse(response: Response): Promise<void> {
    const body: unknown = await response.json().catch(() => null);
    const error = typeof body === "object" && body !== null && "error" in body ? body.error : undefined;
    this.close();
    if (error === undefined) this.dispatchEvent(new Event("error"));
    else this.dispatchEvent(new MessageEvent("serialized-error", { data: JSON.stringify(error) }));
  }
}

export interface FetchEventSourceInit {
  /** Asked anew for every connection, so that a stream outlives the token it began with. */
  readonly headers?: () => Promise<Record<string, string>> | Record<string, string>;
  /** The pause before connecting again, in ms, until the server names another; doubled for each failure in a row. */
  readonly retryMs?: number;
}

const retryMsMax = 15_000;

interface Field {
  /** Empty for the blank line that ends an event. */
  readonly name: string;
  readonly value: string;
}

async function* fields(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Field> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // A line may end in \r\n whose halves arrive apart: a trailing \r waits for what follows it.
      const text = rest + value;
      const held = text.endsWith("\r") ? "\r" : "";
      const lines = text.slice(0, text.length - held.length).split(/\r\n|\n|\r/);
      rest = (lines.pop() ?? "") + held;
      for (const line of lines) if (!line.startsWith(":")) yield fieldOf(line);
    }
  } finally {
    await reader.cancel();
  }
}

function fieldOf(line: string): Field {
  const colon = line.indexOf(":");
  if (colon === -1) return { name: line, value: "" };
  const value = line.slice(colon + 1);
  return { name: line.slice(0, colon), value: value.startsWith(" ") ? value.slice(1) : value };
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
