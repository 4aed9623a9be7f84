"use client";

import { Button } from "@doorbuster/web/components/button";
import { useSession } from "@doorbuster/web/auth/session";
import { AccountLink } from "./account-link.tsx";

/** The header's corner where the session is known: the account, and the way in or out. */
export function AccountMenu() {
  const { status, signIn, signOut } = useSession();
  return (
    <>
      <AccountLink />
      {status === "signed-in" && (
        <Button variant="ghost" className="max-sm:hidden" onClick={() => void signOut()}>
          Sign out
        </Button>
      )}
      {status === "signed-out" && (
        <Button variant="ghost" className="max-sm:hidden" onClick={() => signIn()}>
          Sign in
        </Button>
      )}
    </>
  );
}
