"use client";

import { buttonClass } from "@doorbuster/web/components/button-class";
import { classNames } from "@doorbuster/web/components/class-names";
import { useCustomerHint } from "./customer-hint.ts";

/** The header's corner on pages without a session: the customer by name, as far as this browser remembers, or the way in. */
export function AccountLink() {
  const name = useCustomerHint();
  if (name !== null) return <CustomerLink name={name} />;
  return (
    // A plain link: signing in leaves the site, so there is no page for the router to fetch ahead.
    <a href="/auth/sign-in?returnTo=/account" className={buttonClass("ghost", "md")}>
      Sign in
    </a>
  );
}

/** To one's orders, by name. A plain link: pages with a session are documents of their own, under a stricter policy. */
export function CustomerLink({ name }: { readonly name: string }) {
  return (
    <a href="/account" className={classNames(buttonClass("ghost", "md"), "max-w-40 sm:max-w-64")}>
      <span className="truncate">{name}</span>
      <span className="sr-only">, your orders</span>
    </a>
  );
}
