"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useSession } from "@doorbuster/web/auth/session";
import type { Checkout } from "@doorbuster/core/order/checkout";
import { useTRPCClient } from "../api/trpc.ts";
import { withoutOrdered } from "../basket/basket.ts";
import { updateBasket } from "../basket/basket-store.ts";
import { keepReadToken } from "../order/read-tokens.ts";
import { beginAttempt, isFresh } from "./attempt.ts";
import type { Attempt } from "./attempt.ts";
import { attemptStore } from "./attempt-store.ts";
import type { Outcome } from "./outcome.ts";
import { sendAttempt } from "./send-attempt.ts";

export type CheckoutRequest = Omit<Checkout, "idempotencyKey">;

export type Answered = Exclude<Outcome, { kind: "placed" | "wait" | "unanswered" }>;

/**
 * - `editing`: nothing is under way; `refused` is the last request and what it came to.
 * - `paying`: a request is under way. `pausing`: it will be sent again at `untilMs`.
 * - `unanswered`: an attempt was sent and nobody knows what became of it. Only the same attempt may be sent.
 * - `placed`: on the way to the order's page.
 */
export type CheckoutState =
  | {
      readonly step: "editing";
      readonly refused?: { readonly request: CheckoutRequest; readonly outcome: Answered };
    }
  | { readonly step: "paying" }
  | { readonly step: "pausing"; readonly reason: "wait" | "unanswered"; readonly untilMs: number }
  | { readonly step: "unanswered"; readonly attempt: Attempt }
  | { readonly step: "placed" };

export interface CheckoutActions {
  readonly state: CheckoutState;
  /** Sends a new attempt, or the unanswered one if there is one. Ignored while one is under way. */
  readonly pay: (request: CheckoutRequest) => Promise<void>;
  /** Sends the unanswered attempt once more; while pausing, at once. */
  readonly retryNow: () => void;
  /** Gives the unanswered attempt up. Its order may exist all the same. */
  readonly giveUp: () => void;
}

export function useCheckout(): CheckoutActions {
  const router = useRouter();
  const place = usePlace();
  const { status, user } = useSession();
  const [state, setState] = useState(stateAtLoad);
  // A press of the button is handled before React renders the disabled one: the flag, not the state, stops the second.
  const isUnderWay = useRef(false);
  const endPause = useRef<() => void>(undefined);

  const send = async (attempt: Attempt) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    const outcome = await sendAttempt(attempt, {
      place,
      onSend: () => setState({ step: "paying" }),
      onPause: (reason, seconds) =>
        setState({ step: "pausing", reason, untilMs: Date.now() + seconds * 1_000 }),
      sleep: (ms) =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, ms);
          endPause.current = () => {
            clearTimeout(timer);
            resolve();
          };
        }),
    });
    isUnderWay.current = false;
    if (outcome.kind === "placed") {
      const { orderId, readToken } = outcome.answer;
      keepReadToken(orderId, readToken);
      updateBasket((basket) => withoutOrdered(basket, attempt.request.lines));
      // Last: a page that dies before this line sends the attempt again and gets the same order.
      attemptStore.clear();
      setState({ step: "placed" });
      router.replace(`/orders/${orderId}`);
    } else if (outcome.kind === "unanswered" || outcome.kind === "wait") {
      setState({ step: "unanswered", attempt });
    } else {
      attemptStore.clear();
      setState({ step: "editing", refused: { request: attempt.request, outcome } });
    }
  };

  // Once the session is known: who asks is part of what the API knows an attempt by.
  const carryOn = useEffectEvent(() => {
    const attempt = attemptStore.get();
    if (attempt !== null && state.step === "paying") void send(attempt);
  });
  useEffect(() => {
    if (status !== "loading") carryOn();
  }, [status]);

  return {
    state,
    pay: (request) =>
      send(
        beginAttempt(
          attemptStore,
          { request, customer: user?.email ?? null },
          { newKey: () => crypto.randomUUID(), now: Date.now },
        ),
      ),
    retryNow: () => {
      if (state.step === "pausing") endPause.current?.();
      else if (state.step === "unanswered") void send(state.attempt);
    },
    giveUp: () => {
      attemptStore.clear();
      setState({ step: "editing" });
    },
  };
}

/** A page that was reloaded while paying carries on; one that finds an attempt long past asks first. */
function stateAtLoad(): CheckoutState {
  const attempt = attemptStore.get();
  if (attempt === null) return { step: "editing" };
  return isFresh(attempt, Date.now()) ? { step: "paying" } : { step: "unanswered", attempt };
}

/**
 * `checkout.place` as whoever began the attempt. The API keeps the keys of guests and of customers apart, so an attempt
 * that began as one and was sent again as another would be another order.
 */
function usePlace() {
  const client = useTRPCClient();
  const { user, getAccessToken } = useSession();
  const current = useRef({ user, getAccessToken });
  useEffect(() => {
    current.current = { user, getAccessToken };
  });
  return async ({ request, customer }: Attempt) => {
    if (customer === null) return client.checkout.place.mutate(request, { context: { asGuest: true } });
    const isSame = current.current.user?.email === customer;
    if (!isSame || (await getAccessToken()) === undefined)
      throw new Error("not signed in as the one who began");
    return client.checkout.place.mutate(request);
  };
}
