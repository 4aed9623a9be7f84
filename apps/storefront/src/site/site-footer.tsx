import Link from "next/link";
import { DoorMark } from "./door-mark.tsx";

export function SiteFooter() {
  return (
    <footer className="border-t border-line">
      <div className="mx-auto flex max-w-[90rem] flex-col gap-8 px-4 py-12 sm:flex-row sm:items-end sm:justify-between sm:px-8">
        <div className="flex max-w-md items-start gap-4">
          <DoorMark className="size-8 shrink-0" />
          <p className="text-sm text-balance text-ink-muted">
            Nothing here is sold twice and nothing is charged without an order. What the counter says is what
            is left.
          </p>
        </div>
        <nav aria-label="Footer" className="-mx-2 flex flex-wrap gap-x-4 text-sm">
          <Link href="/" className="inline-flex min-h-11 items-center rounded-md px-2 hover:underline">
            The drop
          </Link>
          <a href="/account" className="inline-flex min-h-11 items-center rounded-md px-2 hover:underline">
            Your orders
          </a>
        </nav>
      </div>
    </footer>
  );
}
