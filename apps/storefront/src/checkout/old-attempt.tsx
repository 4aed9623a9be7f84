"use client";

import { useEffect, useRef } from "react";
import { Button } from "@doorbuster/web/components/button";
import { Notice } from "@doorbuster/web/components/notice";
import { Time } from "@doorbuster/web/components/time";
import { useSession } from "@doorbuster/web/auth/session";
import { formatMoney } from "@doorbuster/web/format/money";
import type { Attempt } from "./attempt.ts";

/**
 * A payment that was sent and never answered. Until it is settled nothing else may be paid here: a new payment beside an
 * unknown one is how people pay twice.
 */
export function OldAttempt({
  attempt,
  onRetry,
  onGiveUp,
}: {
  readonly attempt: Attempt;
  readonly onRetry: () => void;
  readonly onGiveUp: () => void;
}) {
  const notice = useRef<HTMLDivElement>(null);
  const { user, signIn } = useSession();
  const { request, customer, startedAt } = attempt;
  const mustSignIn = customer !== null && user?.email !== customer;
  useEffect(() => notice.current?.focus(), []);
  return (
    <Notice
      ref={notice}
      tone="warn"
      title="We don’t know yet whether your payment went through"
      className="mt-8 max-w-2xl"
      action={
        <>
          {mustSignIn ? (
            <Button variant="primary" onClick={() => signIn()}>
              Sign in to go on
            </Button>
          ) : (
            <Button variant="primary" onClick={onRetry}>
              Finish this payment
            </Button>
          )}
          <Button variant="ghost" onClick={onGiveUp}>
            Give it up and start again
          </Button>
        </>
      }
    >
      <p>
        You pressed “Pay {formatMoney(request.expectedTotal)}” (<Time value={startedAt} />) and the shop did
        not answer.
        {mustSignIn
          ? " You were signed in as someone else then: sign in with that account to finish it."
          : " Finishing it asks about that same payment: if it went through you get your order, and if it never arrived it is made now. You can’t be charged twice."}
      </p>
      <p className="mt-2">Before you give it up, look for a confirmation e-mail: the order may exist.</p>
    </Notice>
  );
}
