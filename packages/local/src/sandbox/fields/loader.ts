/// <reference lib="dom" />
import type {
  DoorbusterFields,
  FieldsAppearance,
  FieldsHandle,
  FieldsOptions,
  ToFrame,
  ToHost,
  TokenOutcome,
} from "./protocol.ts";

/**
 * `/fields.js`, included by the page that takes payments. The card fields live in a frame of the sandbox's own origin;
 * this script only places the frame and talks to it.
 */
const fieldsOrigin = new URL((document.currentScript as HTMLScriptElement).src).origin;
const loadTimeoutMs = 15_000;
const unreachable = "The card fields could not be reached. Check your connection and try again.";

/** A message before it has its nonce. */
type Draft<Message> = Message extends unknown ? Omit<Message, "nonce"> : never;

class MountedFields implements FieldsHandle {
  readonly ready: Promise<void>;
  readonly #element: HTMLElement;
  readonly #onChange: FieldsOptions["onChange"];
  readonly #nonce = randomHex(16);
  readonly #frame = createFrame(this.#nonce);
  readonly #loaded = Promise.withResolvers<void>();
  readonly #outcomes = new Map<number, (outcome: TokenOutcome) => void>();
  readonly #mounted = new AbortController();
  #appearance: FieldsAppearance;
  #requests = 0;

  constructor(element: HTMLElement, options: FieldsOptions) {
    this.#element = element;
    this.#onChange = options.onChange;
    this.#appearance = options.appearance ?? {};
    this.ready = this.#loaded.promise;
    this.ready.catch(() => undefined); // nobody has to listen
    setTimeout(() => this.#loaded.reject(new Error(unreachable)), loadTimeoutMs);

    const { signal } = this.#mounted;
    addEventListener("message", (event) => this.#receive(event), { signal });
    const darkness = matchMedia("(prefers-color-scheme: dark)");
    darkness.addEventListener("change", () => this.#sendAppearance(), { signal });
    applyScheme(this.#frame, this.#appearance);
    element.replaceChildren(this.#frame);
  }

  async createToken(): Promise<TokenOutcome> {
    try {
      await this.ready;
    } catch {
      return { error: unreachable };
    }
    const request = ++this.#requests;
    return new Promise((resolve) => {
      this.#outcomes.set(request, resolve);
      this.#send({ type: "create-token", request });
    });
  }

  setAppearance(appearance: FieldsAppearance): void {
    this.#appearance = appearance;
    applyScheme(this.#frame, appearance);
    this.#sendAppearance();
  }

  focus(): void {
    this.#send({ type: "focus" });
  }

  unmount(): void {
    this.#mounted.abort();
    this.#frame.remove();
    this.#loaded.reject(new Error("The card fields were taken away."));
    for (const settle of this.#outcomes.values()) settle({ error: "The card fields were taken away." });
    this.#outcomes.clear();
  }

  #send(message: Draft<ToFrame>): void {
    this.#frame.contentWindow?.postMessage({ ...message, nonce: this.#nonce }, fieldsOrigin);
  }

  #sendAppearance(): void {
    const colors = { surface: colorBehind(this.#element), ...this.#appearance.colors };
    this.#send({ type: "appearance", appearance: { ...this.#appearance, colors } });
  }

  #receive(event: MessageEvent): void {
    if (event.origin !== fieldsOrigin || event.source !== this.#frame.contentWindow) return;
    const message = event.data as ToHost;
    if (message?.nonce !== this.#nonce) return;
    if (message.type === "ready") {
      this.#sendAppearance();
      this.#loaded.resolve();
    } else if (message.type === "resize") {
      this.#frame.style.height = `${message.height}px`;
    } else if (message.type === "change") {
      this.#onChange?.(message.change);
    } else if (message.type === "token") {
      this.#outcomes.get(message.request)?.(message.outcome);
      this.#outcomes.delete(message.request);
    }
  }
}

function createFrame(nonce: string): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.src = `${fieldsOrigin}/fields/v1?${new URLSearchParams({ parent: location.origin })}#${nonce}`;
  frame.title = "Card details";
  // The fields' page has a margin for focus rings, taken back here so that the fields line up with the page.
  frame.style.cssText = "display:block;width:calc(100% + 8px);height:11.5rem;margin:-4px;border:0";
  return frame;
}

/** A frame is see-through only while its own scheme and its page's are the same. */
function applyScheme(frame: HTMLIFrameElement, { theme = "auto" }: FieldsAppearance): void {
  frame.style.colorScheme = theme === "auto" ? "light dark" : theme;
}

/** What shows through behind an element: text that stands on it must know, and a frame cannot see outside itself. */
function colorBehind(element: HTMLElement): string {
  for (let at: HTMLElement | null = element; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (backgroundColor !== "transparent" && backgroundColor !== "rgba(0, 0, 0, 0)") return backgroundColor;
  }
  return "Canvas";
}

function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

declare global {
  interface Window {
    DoorbusterFields?: DoorbusterFields;
  }
}

window.DoorbusterFields = { mount: (element, options = {}) => new MountedFields(element, options) };
