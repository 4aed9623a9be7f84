"use client";

import { useSession } from "@doorbuster/web/auth/session";
import { Button } from "@doorbuster/web/components/button";
import { EmptyState } from "@doorbuster/web/components/empty-state";
import { Notice } from "@doorbuster/web/components/notice";
import { Spinner } from "@doorbuster/web/components/spinner";
import { useEffect, type ReactNode } from "react";
import { useMay } from "./use-may.ts";

/**
 * Shows the console to staff only. This is courtesy, not protection: the API refuses everybody else whatever the page
 * shows.
 */
export function StaffGate({ children }: { readonly children: ReactNode }) {
  const session = useSession();
  const { status, signIn } = session;
  const isStaff = useMay("ops.live.watch");
  useEffect(() => {
    if (status === "signed-out") signIn();
  }, [status, signIn]);

  if (session.status === "signed-in") return isStaff ? children : <NoAccess />;
  return <NotSignedIn status={session.status} />;
}

function NotSignedIn({ status }: { readonly status: "loading" | "signed-out" | "unavailable" }) {
  if (status === "unavailable") {
    return (
      <Notice tone="warn" title="The sign-in service doesn’t answer">
        Nothing can be shown until it does. Trying again every few seconds.
      </Notice>
    );
  }
  return (
    <output className="flex items-center gap-3 py-16 text-ink-muted">
      <Spinner />
      {status === "loading" ? "Checking who you are…" : "Taking you to the sign-in page…"}
    </output>
  );
}

function NoAccess() {
  const { user, signIn, signOut } = useSession();
  return (
    <>
      <h1 className="sr-only">Operations console</h1>
      <EmptyState
        title="No access"
        action={
          <div className="flex flex-wrap justify-center gap-3">
            <Button variant="primary" onClick={() => signIn({ anotherAccount: true })}>
              Use another account
            </Button>
            <Button onClick={() => void signOut()}>Sign out</Button>
          </div>
        }
      >
        You are signed in as {user?.name} ({user?.email}), which is a customer’s account. The console is for
        operations staff: ask an admin for a role.
      </EmptyState>
    </>
  );
}
