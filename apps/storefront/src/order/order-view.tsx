"use client";

import { useSearchParams } from "next/navigation";
import { buttonClass } from "@doorbuster/web/components/button-class";
import { Notice } from "@doorbuster/web/components/notice";
import { Time } from "@doorbuster/web/components/time";
import type { Order } from "../api/outputs.ts";
import { countryName } from "../checkout/countries.ts";
import { CancelOrder } from "./cancel-order.tsx";
import { KeepMePosted } from "../notifications/keep-me-posted.tsx";
import { OrderLines } from "./order-lines.tsx";
import { OrderSteps } from "./order-steps.tsx";
import { entryWords, isUnsettled, mayStillMove, standingOf } from "./order-words.ts";
import { bankResultParameter } from "./read-tokens.ts";
import { Refunds } from "./refunds.tsx";
import { TotalsList } from "./totals-list.tsx";

/**
 * An order, whole.
 *
 * @param isLive what is shown is being followed by a stream
 * @param isStale the last attempt to hear more failed
 */
export function OrderView({
  order,
  isLive,
  isStale,
}: {
  readonly order: Order;
  readonly isLive: boolean;
  readonly isStale: boolean;
}) {
  const hasConfirmedWithBank = useSearchParams().get(bankResultParameter) === "succeeded";
  const shown = hasConfirmedWithBank ? awaitingBank(order) : order;
  const { title, advice } = standingOf(shown);
  return (
    <>
      <div className="grid items-start gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <div className="flex flex-col gap-10">
          <header>
            <p className="text-sm text-ink-muted">
              Order <span className="font-medium break-all text-ink">{order.orderId}</span>
            </p>
            <div aria-live="polite">
              <h1 className="mt-3 text-4xl leading-[1.02] font-semibold tracking-[-0.035em] text-balance sm:text-6xl">
                {title}
              </h1>
              <p className="mt-4 max-w-prose text-lg text-pretty text-ink-muted">{advice}</p>
            </div>
            <NextStep order={shown} />
            {order.cancellable && (
              <div className="mt-4 -ml-3">
                <CancelOrder orderId={order.orderId} isPaid={order.status === "confirmed"} />
              </div>
            )}
          </header>
          {isStale && (
            <Notice tone="warn" title="This may be out of date">
              We can’t reach the shop just now and keep trying. Your order is safe.
            </Notice>
          )}
          <OrderSteps order={order} />
          <section>
            <h2 className="mb-4 text-xl font-semibold tracking-tight">What has happened</h2>
            <ol className="flex flex-col gap-3">
              {order.timeline.map(({ id, type, at }) => (
                <li key={id} className="grid gap-x-6 sm:grid-cols-[1fr_auto]">
                  <span>{entryWords[type]}</span>
                  <span className="text-sm text-ink-muted">
                    <Time value={at} format="dateTime" />
                  </span>
                </li>
              ))}
            </ol>
            {isLive && (
              <p className="mt-4 flex items-center gap-2 text-sm text-ink-muted">
                <span
                  aria-hidden="true"
                  className="size-2 animate-pulse rounded-full bg-lamp ring-1 ring-line-strong"
                />
                Following your order
              </p>
            )}
          </section>
        </div>
        <div className="flex flex-col gap-6">
          <div className="flex flex-col gap-6 rounded-xl bg-surface p-5 shadow-card sm:p-8">
            <OrderLines lines={order.lines} />
            <TotalsList totals={order.totals} />
            <Refunds refunds={order.refunds} />
            <DeliveryTo order={order} />
          </div>
          {mayStillMove(order.status) && <KeepMePosted orderId={order.orderId} email={order.contact.email} />}
        </div>
      </div>
    </>
  );
}

/** The customer has done what the bank asked, and we have not heard of it yet: asking again would only confuse. */
function awaitingBank(order: Order): Order {
  return order.paymentState === "requires_action" ? { ...order, paymentState: "unknown" } : order;
}

/** What there is to press, if anything. */
function NextStep({ order }: { readonly order: Order }) {
  if (order.paymentState === "requires_action" && order.redirectUrl !== undefined) {
    return (
      <a href={order.redirectUrl} className={`${buttonClass("primary", "lg")} mt-6`}>
        Confirm with your bank
      </a>
    );
  }
  if (isUnsettled(order.status) && order.expiresAt !== undefined) {
    return (
      <p className="mt-3 text-sm text-ink-muted">
        Held for you until <Time value={order.expiresAt} format="time" />.
      </p>
    );
  }
  if (order.status === "declined" || order.status === "expired" || order.status === "cancelled") {
    return (
      // A plain link: the checkout is a document of its own, which alone may hold the card fields.
      <a href="/checkout" className={`${buttonClass("primary", "lg")} mt-6`}>
        Back to the checkout
      </a>
    );
  }
  return null;
}

function DeliveryTo({ order }: { readonly order: Order }) {
  const { name, line1, line2, city, postalCode, country } = order.shippingAddress;
  const town = [city, postalCode].filter(Boolean).join(" ");
  const address = [name, line1, line2, town, countryName(country)];
  return (
    <dl className="grid gap-5 border-t border-line pt-5 text-sm sm:grid-cols-2">
      <div>
        <dt className="font-medium">Deliver to</dt>
        <dd className="mt-1 break-words text-ink-muted">
          {address.filter(Boolean).map((line) => (
            <span key={line} className="block">
              {line}
            </span>
          ))}
        </dd>
      </div>
      {order.shipment !== undefined && (
        <div className="sm:order-last">
          <dt className="font-medium">Sent with {order.shipment.carrier}</dt>
          <dd className="mt-1 break-all text-ink-muted">{order.shipment.trackingNumber}</dd>
        </div>
      )}
      <div>
        <dt className="font-medium">Confirmation to</dt>
        <dd className="mt-1 break-all text-ink-muted">
          {order.contact.email}
          {order.contact.phone !== undefined && <span className="block">{order.contact.phone}</span>}
        </dd>
      </div>
    </dl>
  );
}
