"use client";

import { Button } from "@doorbuster/web/components/button";
import { Notice } from "@doorbuster/web/components/notice";
import { useSession } from "@doorbuster/web/auth/session";
import { KeepMePosted } from "../notifications/keep-me-posted.tsx";
import { CustomerOrders } from "./customer-orders.tsx";
import { KeptOrders } from "./kept-orders.tsx";
import { OrderRowSkeletons } from "./order-row.tsx";

export function AccountPage() {
  const { status, user, signIn, signOut } = useSession();
  return (
    <div className="mx-auto max-w-4xl px-4 pt-8 pb-16 sm:px-8 sm:pt-12">
      <h1 className="text-4xl font-semibold tracking-[-0.035em] sm:text-5xl">Your orders</h1>
      {status === "loading" && <OrderRowSkeletons />}
      {status === "signed-in" && (
        <>
          <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 text-ink-muted">
            <span>
              Signed in as <span className="font-medium text-ink">{user.name}</span>, {user.email}
            </span>
            <Button size="sm" onClick={() => void signOut()}>
              Sign out
            </Button>
          </p>
          <CustomerOrders />
          <div className="mt-12">
            <KeepMePosted email={user.email} />
          </div>
        </>
      )}
      {status === "unavailable" && (
        <Notice tone="warn" title="We can’t tell whether you are signed in" className="mt-8">
          The sign-in service does not answer just now. We keep trying; you can buy as a guest meanwhile.
        </Notice>
      )}
      {status === "signed-out" && (
        <div className="mt-8 flex flex-col items-start gap-4 rounded-xl bg-surface p-6 shadow-card sm:flex-row sm:items-center sm:p-8">
          <p className="max-w-prose flex-1">
            Sign in to see everything you have ordered with your account. You don’t need one to buy.
          </p>
          <Button variant="primary" size="lg" onClick={() => signIn({ returnTo: "/account" })}>
            Sign in
          </Button>
        </div>
      )}
      {(status === "signed-out" || status === "unavailable") && <KeptOrders />}
    </div>
  );
}
