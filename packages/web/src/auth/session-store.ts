import { sessionTokenSchema, type SessionToken, type SessionUser } from "./session-token.ts";

/**
 * - `loading`: not asked yet. `unavailable`: asked, and the site or the issuer did not answer; it keeps trying.
 * - `signed-in` carries the person. The access token is not part of the state: ask `getAccessToken` for it.
 */
export type SessionState =
  | { readonly status: "loading" | "signed-out" | "unavailable"; readonly user: undefined }
  | { readonly status: "signed-in"; readonly user: SessionUser };

interface HeldToken {
  readonly accessToken: string;
  /** By this browser's clock. */
  readonly endsAtMs: number;
}

const renewBeforeEndMs = 60_000;
const retryMs = 5_000;
const loading: SessionState = { status: "loading", user: undefined };

/** The page's session: asks the site for an access token, keeps it in memory and renews it before it ends. */
export class SessionStore {
  readonly #fetch: typeof fetch;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #state: SessionState = loading;
  #token: HeldToken | undefined;
  #asking: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: { fetch?: typeof fetch; now?: () => number } = {}) {
    this.#fetch = options.fetch ?? ((...request) => fetch(...request));
    this.#now = options.now ?? Date.now;
  }

  readonly getState = (): SessionState => this.#state;

  /** Starts asking with the first listener and stops with the last. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) void this.#ask();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) clearTimeout(this.#timer);
    };
  };

  /** A token that is still good, or undefined when nobody is signed in (or the site does not answer). */
  readonly getAccessToken = async (): Promise<string | undefined> => {
    const isFresh = () =>
      this.#token !== undefined && this.#token.endsAtMs - this.#now() > renewBeforeEndMs / 2;
    if (!isFresh() && this.#state.status !== "signed-out") await this.#ask();
    return this.#token && this.#token.endsAtMs > this.#now() ? this.#token.accessToken : undefined;
  };

  /** Forgets the session here and at the site; answers where the browser should go to end it at the issuer too. */
  readonly signOut = async (): Promise<string> => {
    const response = await this.#fetch("/auth/sign-out", { method: "POST" });
    if (!response.ok) throw new Error(`sign-out answered ${response.status}`);
    clearTimeout(this.#timer);
    this.#token = undefined;
    this.#set({ status: "signed-out", user: undefined });
    const { location } = (await response.json()) as { location: string };
    return location;
  };

  #ask(): Promise<void> {
    this.#asking ??= this.#request().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #request(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const response = await this.#fetch("/auth/token", { method: "POST" });
      if (response.status === 204) {
        this.#token = undefined;
        this.#set({ status: "signed-out", user: undefined });
      } else if (response.ok) {
        this.#signedIn(sessionTokenSchema.parse(await response.json()), response);
      } else {
        this.#failed();
      }
    } catch {
      this.#failed();
    }
  }

  /** The token's end is taken relative to the server's `Date`, so a wrong clock here neither renews madly nor never. */
  #signedIn({ accessToken, expiresAt, name, email, groups }: SessionToken, response: Response): void {
    const serverNowMs = Date.parse(response.headers.get("date") ?? "") || this.#now();
    const leftMs = Date.parse(expiresAt) - serverNowMs;
    this.#token = { accessToken, endsAtMs: this.#now() + leftMs };
    this.#askIn(Math.max(leftMs - renewBeforeEndMs, retryMs));
    const { user } = this.#state;
    const unchanged = user && JSON.stringify(user) === JSON.stringify({ name, email, groups });
    if (!unchanged) this.#set({ status: "signed-in", user: { name, email, groups } });
  }

  /** Somebody who was signed in stays so while the token lasts: one failed renewal shows nothing. */
  #failed(): void {
    if (!this.#token || this.#token.endsAtMs <= this.#now()) {
      this.#set({ status: "unavailable", user: undefined });
    }
    this.#askIn(retryMs);
  }

  #askIn(delayMs: number): void {
    if (this.#listeners.size > 0) this.#timer = setTimeout(() => void this.#ask(), delayMs);
  }

  #set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

export const serverState = (): SessionState => loading;
