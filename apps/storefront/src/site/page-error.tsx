"use client";

import { Button } from "@doorbuster/web/components/button";

/** What is shown when a page breaks. The basket and every order live elsewhere, and the words say so. */
export function PageError({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <div className="mx-auto w-full max-w-4xl px-4 py-20 sm:px-8">
      <h1 className="text-5xl leading-none font-semibold tracking-[-0.04em] sm:text-7xl">That’s on us</h1>
      <p className="mt-5 max-w-prose text-lg text-ink-muted">
        This page broke. Your basket and your orders are safe. Try it again; if you were paying, the checkout
        finds your payment and never takes it twice.
      </p>
      <Button variant="primary" size="lg" className="mt-8" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
