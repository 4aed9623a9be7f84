"use client";

import "../security/without-eval.ts"; // before the first schema of a page is made
import { createContext, use, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { serverState, SessionStore, type SessionState } from "./session-store.ts";

const SessionContext = createContext<SessionStore | undefined>(undefined);

/** Holds the page's session for everything below it. One at the root of each site. */
export function AuthProvider({ children }: { children: ReactNode }) {
  const [store] = useState(() => new SessionStore());
  return <SessionContext value={store}>{children}</SessionContext>;
}

export type Session = SessionState & {
  /** A good access token for the API, or undefined when nobody is signed in. The same function for ever. */
  readonly getAccessToken: () => Promise<string | undefined>;
  /** Leaves the page for the issuer and comes back to `returnTo` (here, by default). */
  readonly signIn: (options?: SignInOptions) => void;
  /** Ends the session at the site and at the issuer, and comes back to `/`. */
  readonly signOut: () => Promise<void>;
};

export interface SignInOptions {
  readonly returnTo?: string;
  /** Ask for an account even if one is signed in at the issuer. */
  readonly anotherAccount?: boolean;
}

/**
 * Who is signed in.
 *
 * ```tsx
 * const { status, user, signIn } = useSession();
 * if (status === "signed-out") return <button onClick={() => signIn()}>Sign in</button>;
 * ```
 */
export function useSession(): Session {
  const store = use(SessionContext);
  if (!store) throw new Error("useSession needs an AuthProvider above it");
  const state = useSyncExternalStore(store.subscribe, store.getState, serverState);
  return useMemo(
    () => ({
      ...state,
      getAccessToken: store.getAccessToken,
      signIn,
      signOut: async () => window.location.assign(await store.signOut()),
    }),
    [state, store],
  );
}

function signIn({ returnTo, anotherAccount }: SignInOptions = {}): void {
  const here = window.location.pathname + window.location.search;
  const query = new URLSearchParams({ returnTo: returnTo ?? here });
  if (anotherAccount) query.set("prompt", "login");
  window.location.assign(`/auth/sign-in?${query.toString()}`);
}
