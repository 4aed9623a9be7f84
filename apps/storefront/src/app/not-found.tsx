import Link from "next/link";
import { buttonClass } from "@doorbuster/web/components/button-class";
import { AccountLink } from "../account/account-link.tsx";
import { SiteHeader } from "../site/site-header.tsx";

export default function NotFound() {
  return (
    <>
      <SiteHeader account={<AccountLink />} />
      <main id="main" className="mx-auto w-full max-w-4xl flex-1 px-4 py-20 sm:px-8">
        <h1 className="text-5xl leading-none font-semibold tracking-[-0.04em] sm:text-7xl">
          This door leads nowhere
        </h1>
        <p className="mt-5 max-w-prose text-lg text-ink-muted">
          There is no page at this address. The product may have left the shop, or the link may be mistyped.
        </p>
        <Link href="/" className={`${buttonClass("primary", "lg")} mt-8`}>
          Back to the drop
        </Link>
      </main>
    </>
  );
}
