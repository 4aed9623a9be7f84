"use client";

import { useEffect, useState } from "react";
import { Button } from "@doorbuster/web/components/button";
import { LockIcon } from "@doorbuster/web/components/icons";
import { formatMoney } from "@doorbuster/web/format/money";
import type { Money } from "@doorbuster/core/money/money";
import type { CheckoutState } from "./use-checkout.ts";

/** The button and, below it, what is going on while it works. */
export function PayButton({
  state,
  total,
  isReady,
  onTryNow,
}: {
  readonly state: CheckoutState;
  readonly total: Money | undefined;
  readonly isReady: boolean;
  readonly onTryNow: () => void;
}) {
  const busy = state.step === "paying" || state.step === "pausing";
  return (
    <div className="flex flex-col gap-3">
      <Button
        type="submit"
        variant="primary"
        size="lg"
        busy={busy}
        disabled={!isReady && !busy}
        className="w-full"
      >
        {!busy && <LockIcon />}
        {busy ? "Paying" : "Pay"} {total === undefined ? "" : formatMoney(total)}
      </Button>
      <div aria-live="polite" className="min-h-10 text-sm text-ink-muted">
        {state.step === "paying" && (
          <p>We are asking your bank. This takes a few seconds; keep this page open.</p>
        )}
        {state.step === "pausing" && (
          <div className="flex items-center justify-between gap-3">
            <p>
              {state.reason === "wait"
                ? "Many people are buying at this moment. You keep your turn; we try again by ourselves"
                : "No answer. We ask again about this same payment, so you can’t pay twice"}
              <Countdown key={state.untilMs} untilMs={state.untilMs} />.
            </p>
            <Button size="sm" onClick={onTryNow}>
              Try now
            </Button>
          </div>
        )}
        {!busy && <p>Your card details go straight to the payment provider; this shop never sees them.</p>}
      </div>
    </div>
  );
}

/** Seconds left, for eyes only: a screen reader would read out every one of them. */
function Countdown({ untilMs }: { readonly untilMs: number }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return (
    <span aria-hidden="true" className="tabular-nums">
      {" "}
      in {Math.max(1, Math.ceil((untilMs - nowMs) / 1_000))} s
    </span>
  );
}
