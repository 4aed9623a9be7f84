"use client";

import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { Button } from "@doorbuster/web/components/button";
import { Notice } from "@doorbuster/web/components/notice";
import { formatMoney } from "@doorbuster/web/format/money";
import type { Money } from "@doorbuster/core/money/money";
import type { Basket } from "../basket/basket.ts";
import { deliveryFieldOf } from "./delivery-form.ts";
import { Shortage } from "./shortage.tsx";
import type { Answered } from "./use-checkout.ts";

/** What the last attempt came to: what happened, whether it cost anything, and what to do now. Takes the focus. */
export function OutcomeNotice({
  outcome,
  basket,
  expectedTotal,
  onAcceptTotal,
  onAnotherCard,
}: {
  readonly outcome: Answered;
  readonly basket: Basket;
  /** What the customer had agreed to pay. */
  readonly expectedTotal: Money;
  readonly onAcceptTotal: (total: Money) => void;
  readonly onAnotherCard: () => void;
}) {
  const anotherCard = (
    <Button size="sm" onClick={onAnotherCard}>
      Use another card
    </Button>
  );
  switch (outcome.kind) {
    case "declined":
      return (
        <Message title="Your card was declined" action={anotherCard}>
          {outcome.message} You have not been charged, and your basket is as it was.
        </Message>
      );
    case "lapsed":
      return (
        <Message title="That order has lapsed">
          It was not paid in time and its items went back on sale. You have not been charged. Press pay to
          order again.
        </Message>
      );
    case "sold-out":
      return <Shortage items={outcome.items} basket={basket} takeFocus />;
    case "price-changed": {
      const { total } = outcome.totals;
      return (
        <Message
          tone="warn"
          title={`The total has changed from ${formatMoney(expectedTotal)} to ${formatMoney(total)}`}
          action={
            <Button variant="primary" size="sm" onClick={() => onAcceptTotal(total)}>
              Pay {formatMoney(total)}
            </Button>
          }
        >
          A price changed while you were here. You have not been charged; look at the new total before you go
          on.
        </Message>
      );
    }
    case "payment-unavailable":
      return (
        <Message title="Payments are not working just now">
          The payment provider can’t be reached. You have not been charged, and nothing is held for you. Try
          again in a minute.
        </Message>
      );
    case "invalid":
      return deliveryFieldOf(outcome.field) === undefined ? (
        <Message title="That can’t be ordered like this">
          {outcome.message} You have not been charged.
        </Message>
      ) : (
        <Message title="Something in the form needs another look">
          The field is marked. You have not been charged.
        </Message>
      );
    case "refused":
      return <Message title="The shop refused this order">{outcome.message}</Message>;
  }
}

function Message({
  title,
  tone = "bad",
  action,
  children,
}: {
  readonly title: string;
  readonly tone?: "bad" | "warn";
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => notice.current?.focus(), []);
  return (
    <Notice ref={notice} tone={tone} title={title} action={action}>
      {children}
    </Notice>
  );
}
