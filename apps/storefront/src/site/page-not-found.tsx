import Link from "next/link";
import { buttonClass } from "@doorbuster/web/components/button-class";

export function PageNotFound() {
  return (
    <div className="mx-auto w-full max-w-4xl px-4 py-20 sm:px-8">
      <h1 className="text-5xl leading-none font-semibold tracking-[-0.04em] sm:text-7xl">
        This door leads nowhere
      </h1>
      <p className="mt-5 max-w-prose text-lg text-ink-muted">
        There is no page at this address. The product may have left the shop, or the link may be mistyped.
      </p>
      <Link href="/" className={`${buttonClass("primary", "lg")} mt-8`}>
        Back to the drop
      </Link>
    </div>
  );
}
