"use client";

import { useEffect } from "react";
import { Button } from "@doorbuster/web/components/button";
import { useSession } from "@doorbuster/web/auth/session";
import { AccountLink, CustomerLink } from "./account-link.tsx";
import { rememberCustomer } from "./customer-hint.ts";

/** The header's corner where the session is known: the customer and the way out, or the way in. */
export function AccountMenu() {
  const { status, user, signIn, signOut } = useSession();
  useEffect(() => {
    if (status === "signed-in") rememberCustomer(user.name);
    if (status === "signed-out") rememberCustomer(null);
  }, [status, user]);
  if (status === "signed-in") {
    return (
      <>
        <CustomerLink name={user.name} />
        <Button variant="ghost" className="max-sm:hidden" onClick={() => void signOut()}>
          Sign out
        </Button>
      </>
    );
  }
  if (status === "signed-out") {
    return (
      <Button variant="ghost" onClick={() => signIn()}>
        Sign in
      </Button>
    );
  }
  return <AccountLink />;
}
