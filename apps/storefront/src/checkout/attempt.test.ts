import { expect, test } from "vitest";
import type { Attempt, AttemptStore } from "./attempt.ts";
import { beginAttempt, isFresh } from "./attempt.ts";

const request = {
  lines: [{ sku: "LAMP", quantity: 1 }],
  expectedTotal: { amount: 1_200, currency: "GBP" },
  payment: { token: "pm_card_visa" },
  contact: { email: "jo@example.com" },
  shippingAddress: { name: "Jo", line1: "1 High St", city: "Leeds", postalCode: "LS1 1AA", country: "GB" },
};

function memoryStore(): AttemptStore {
  let held: Attempt | null = null;
  return { get: () => held, set: (attempt) => (held = attempt), clear: () => (held = null) };
}

function counter() {
  let made = 0;
  return {
    newKey: () => `key-number-${String(++made).padStart(8, "0")}`,
    now: () => Date.UTC(2025, 10, 28, 9),
  };
}

test("a second press before the answer sends the first request again, whatever the form says by then", () => {
  const store = memoryStore();
  const deps = counter();
  const first = beginAttempt(store, { request, customer: null }, deps);
  const changed = { ...request, lines: [{ sku: "LAMP", quantity: 2 }] };
  expect(beginAttempt(store, { request: changed, customer: null }, deps)).toEqual(first);
});

test("once answered, the next attempt has another key", () => {
  const store = memoryStore();
  const deps = counter();
  const first = beginAttempt(store, { request, customer: null }, deps);
  store.clear();
  const second = beginAttempt(store, { request, customer: null }, deps);
  expect(second.request.idempotencyKey).not.toBe(first.request.idempotencyKey);
});

test("the attempt is in storage before anything is sent", () => {
  const store = memoryStore();
  const attempt = beginAttempt(store, { request, customer: "jo@example.com" }, counter());
  expect(store.get()).toEqual(attempt);
  expect(attempt.request.idempotencyKey.length).toBeGreaterThanOrEqual(16);
});

test("a page reloaded within the reservation's life carries on; an old attempt waits to be asked", () => {
  const attempt = beginAttempt(memoryStore(), { request, customer: null }, counter());
  const startedMs = Date.parse(attempt.startedAt);
  expect(isFresh(attempt, startedMs + 9 * 60_000)).toBe(true);
  expect(isFresh(attempt, startedMs + 10 * 60_000)).toBe(false);
});
