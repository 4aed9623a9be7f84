"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { FormEvent } from "react";
import { useSession } from "@doorbuster/web/auth/session";
import { readFailure } from "@doorbuster/web/trpc/errors";
import { useTRPC } from "../api/trpc.ts";
import type { Basket } from "../basket/basket.ts";
import { attemptStore } from "./attempt-store.ts";
import { CardFields } from "./card-fields.tsx";
import type { CardFieldsHandle } from "./card/port.ts";
import type { CardFieldsSetting } from "./card/setting.ts";
import { adviceFor, deliveryFieldOf, deliveryOf, emptyDelivery, parseDelivery } from "./delivery-form.ts";
import type { DeliveryErrors, DeliveryValues } from "./delivery-form.ts";
import { DeliveryInputs } from "./delivery-inputs.tsx";
import { FormSection } from "./form-section.tsx";
import { OrderSummary } from "./order-summary.tsx";
import { OutcomeNotice } from "./outcome-notice.tsx";
import { PayButton } from "./pay-button.tsx";
import type { Answered, CheckoutActions } from "./use-checkout.ts";

/** How old a quote may get while somebody fills in the form. */
const quoteEveryMs = 10_000;

export function CheckoutForm({
  cardFields,
  basket,
  checkout,
}: {
  readonly cardFields: CardFieldsSetting;
  readonly basket: Basket;
  readonly checkout: CheckoutActions;
}) {
  const { state, pay } = checkout;
  const { user, status } = useSession();
  const form = useRef<HTMLFormElement>(null);
  const cardRef = useRef<CardFieldsHandle>(null);
  const [values, setValues] = useState<DeliveryValues>(initialDelivery);
  const [errors, setErrors] = useState<DeliveryErrors>({});
  const [cardError, setCardError] = useState<string>();
  const [isReadingCard, setReadingCard] = useState(false);

  const lines = basket.map(({ sku, quantity }) => ({ sku, quantity }));
  const trpc = useTRPC();
  const quote = useQuery(
    trpc.checkout.quote.queryOptions(
      { lines },
      { placeholderData: keepPreviousData, refetchInterval: quoteEveryMs, enabled: lines.length > 0 },
    ),
  );
  const delivery = { ...values, email: values.email === "" ? (user?.email ?? "") : values.email };
  const busy = isReadingCard || state.step === "paying" || state.step === "pausing";
  const refused = state.step === "editing" ? state.refused : undefined;
  const outcome = refused?.outcome;

  useRefusedField(outcome, setErrors, setCardError);
  useEffect(() => {
    if (Object.keys(errors).length > 0)
      form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [errors]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || quote.data === undefined) return;
    const parsed = parseDelivery(delivery);
    setErrors(parsed.ok ? {} : parsed.errors);
    setCardError(undefined);
    if (!parsed.ok) return;
    setReadingCard(true);
    const tokenized = await (cardRef.current?.createToken() ?? {
      error: "The card fields have not loaded yet.",
    });
    setReadingCard(false);
    if ("error" in tokenized) {
      setCardError(tokenized.error);
      return;
    }
    const expectedTotal = quote.data.totals.total;
    await pay({ lines, expectedTotal, payment: { token: tokenized.token }, ...parsed.delivery });
    void quote.refetch();
  };

  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => void submit(event)}
      className="mt-8 grid items-start gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]"
    >
      <div className="flex flex-col gap-12" inert={busy}>
        <DeliveryInputs
          values={delivery}
          errors={errors}
          onChange={(field, value) => setValues((present) => ({ ...present, [field]: value }))}
        />
        <FormSection title="Payment">
          <CardFields
            setting={cardFields}
            handleRef={cardRef}
            error={cardError}
            // What was said of the card no longer holds once the card is put right.
            onChange={(change) => change.error === null && setCardError(undefined)}
          />
        </FormSection>
      </div>
      <div className="flex flex-col gap-6 rounded-xl bg-surface p-5 shadow-card sm:p-8 lg:sticky lg:top-24">
        <OrderSummary
          basket={basket}
          quote={quote.data}
          isStale={quote.isPlaceholderData}
          sayShortage={outcome?.kind !== "sold-out" && !busy}
          failure={quote.error === null ? undefined : readFailure(quote.error)}
          onRetry={() => void quote.refetch()}
        />
        {refused !== undefined && (
          <OutcomeNotice
            outcome={refused.outcome}
            basket={basket}
            expectedTotal={refused.request.expectedTotal}
            // The same basket, card and address, at the total that the shop asks now.
            onAcceptTotal={(expectedTotal) => void pay({ ...refused.request, expectedTotal })}
            onAnotherCard={() => cardRef.current?.focus()}
          />
        )}
        <PayButton
          state={isReadingCard ? { step: "paying" } : state}
          total={quote.data?.totals.total}
          isReady={quote.data !== undefined && !quote.isPlaceholderData && status !== "loading"}
          onTryNow={checkout.retryNow}
        />
      </div>
    </form>
  );
}

/** What was typed for an attempt that a reload interrupted, so that nobody types it again. */
function initialDelivery(): DeliveryValues {
  const attempt = attemptStore.get();
  return attempt === null ? emptyDelivery : deliveryOf(attempt.request);
}

/** Puts a refusal that is about one field next to that field. */
function useRefusedField(
  outcome: Answered | undefined,
  setErrors: (errors: DeliveryErrors) => void,
  setCardError: (error: string | undefined) => void,
): void {
  useEffect(() => {
    if (outcome?.kind !== "invalid") return;
    const field = deliveryFieldOf(outcome.field);
    if (field !== undefined) setErrors({ [field]: adviceFor(field) });
    else if (outcome.field.startsWith("payment")) setCardError(outcome.message);
  }, [outcome, setErrors, setCardError]);
}
