"use client";

import { Button } from "@doorbuster/web/components/button";
import { Notice } from "@doorbuster/web/components/notice";
import { useSession } from "@doorbuster/web/auth/session";
import { readFailure } from "@doorbuster/web/trpc/errors";

/** Why the order can't be shown, and the way to it. */
export function OrderUnavailable({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry: () => void;
}) {
  const { status, signIn } = useSession();
  const failure = readFailure(error);
  if (failure.kind === "app" && (failure.code === "NOT_FOUND" || failure.code === "INVALID_INPUT")) {
    return (
      <>
        <h1 className="text-4xl font-semibold tracking-[-0.035em]">We can’t show this order</h1>
        <p className="mt-4 max-w-prose text-lg text-ink-muted">
          Either there is no such order, or this browser may not see it. If you ordered as a guest, open the
          link in your confirmation e-mail. If you were signed in, sign in with the same account.
        </p>
        {status === "signed-out" && (
          <Button variant="primary" className="mt-6" onClick={() => signIn()}>
            Sign in
          </Button>
        )}
      </>
    );
  }
  return (
    <>
      <h1 className="mb-6 text-4xl font-semibold tracking-[-0.035em]">Your order</h1>
      <Notice
        tone="bad"
        title="We can’t reach the shop"
        action={<Button onClick={onRetry}>Try again</Button>}
      >
        Your order is safe whatever this page says.{" "}
        {failure.kind === "app" ? failure.message : "Check your connection."}
      </Notice>
    </>
  );
}
