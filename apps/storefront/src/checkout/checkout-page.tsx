"use client";

import Link from "next/link";
import { buttonClass } from "@doorbuster/web/components/button-class";
import { EmptyState } from "@doorbuster/web/components/empty-state";
import { Skeleton } from "@doorbuster/web/components/skeleton";
import { useBasket } from "../basket/basket-store.ts";
import { useMounted } from "../site/use-mounted.ts";
import type { CardFieldsSetting } from "./card/setting.ts";
import { CheckoutForm } from "./checkout-form.tsx";
import { OldAttempt } from "./old-attempt.tsx";
import { useCheckout } from "./use-checkout.ts";

/** @param cardFields whose fields take the card */
export function CheckoutPage({ cardFields }: { readonly cardFields: CardFieldsSetting }) {
  const mounted = useMounted();
  return (
    <div className="mx-auto max-w-6xl px-4 pt-8 pb-16 sm:px-8 sm:pt-12">
      <h1 className="text-4xl font-semibold tracking-[-0.035em] sm:text-5xl">Checkout</h1>
      {mounted ? <Checkout cardFields={cardFields} /> : <CheckoutSkeleton />}
    </div>
  );
}

function Checkout({ cardFields }: { readonly cardFields: CardFieldsSetting }) {
  const basket = useBasket();
  const checkout = useCheckout();
  const { state } = checkout;
  if (state.step === "unanswered") {
    return <OldAttempt attempt={state.attempt} onRetry={checkout.retryNow} onGiveUp={checkout.giveUp} />;
  }
  if (basket.length === 0 && state.step === "editing") {
    return (
      <EmptyState
        title="Your basket is empty"
        action={
          <Link href="/" className={buttonClass("primary")}>
            See the drop
          </Link>
        }
      >
        Put something into it and come back here to pay.
      </EmptyState>
    );
  }
  if (state.step === "placed") return <CheckoutSkeleton label="Opening your order" />;
  return <CheckoutForm cardFields={cardFields} basket={basket} checkout={checkout} />;
}

function CheckoutSkeleton({ label = "Loading the checkout" }: { readonly label?: string }) {
  return (
    <div
      role="status"
      aria-label={label}
      className="mt-8 grid gap-12 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]"
    >
      <div className="flex flex-col gap-6">
        <Skeleton className="h-40" />
        <Skeleton className="h-80" />
        <Skeleton className="h-48" />
      </div>
      <Skeleton className="h-96" />
    </div>
  );
}
