"use client";

import { useSession } from "@doorbuster/web/auth/session";
import { classNames } from "@doorbuster/web/components/class-names";
import { ThemeToggle } from "@doorbuster/web/components/theme-toggle";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { AccountMenu } from "./account-menu.tsx";
import { useMay } from "./use-may.ts";

const places = [
  { href: "/", name: "Live" },
  { href: "/orders", name: "Orders" },
  { href: "/stock", name: "Stock" },
  { href: "/health", name: "Health" },
] as const;

/** Where you are, where you can go, who you are. Two rows on a phone, one above that. */
export function Header() {
  const { user } = useSession();
  const isStaff = useMay("ops.live.watch");
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-surface">
      <div className="mx-auto flex max-w-[100rem] flex-wrap items-center gap-x-6 px-4 sm:px-6">
        <Link href="/" className="flex h-13 items-center gap-2 text-[0.9375rem] font-semibold tracking-tight">
          <DoorMark />
          Doorbuster <span className="font-normal text-ink-muted">Operations</span>
        </Link>
        <div className="ml-auto flex items-center gap-1 sm:order-last">
          <ThemeToggle />
          {user && <AccountMenu user={user} />}
        </div>
        {isStaff && (
          <nav aria-label="Main" className="-mx-3 flex basis-full sm:basis-auto">
            {places.map((place) => (
              <NavLink key={place.href} {...place} />
            ))}
          </nav>
        )}
      </div>
    </header>
  );
}

function NavLink({ href, name }: { readonly href: string; readonly name: string }) {
  const pathname = usePathname();
  const isHere = href === "/" ? pathname === "/" : pathname.startsWith(href);
  return (
    <Link
      href={href}
      aria-current={isHere ? "page" : undefined}
      className={classNames(
        "relative flex h-11 items-center px-3 sm:h-13",
        isHere
          ? "font-medium text-ink after:absolute after:inset-x-3 after:bottom-0 after:h-0.5 after:bg-ink"
          : "text-ink-muted hover:text-ink",
      )}
    >
      {name}
    </Link>
  );
}

function DoorMark() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className="size-5">
      <path d="M4 2.5h12v15H4z" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path
        d="M4 2.5 12 5v15l-8-2.5z"
        className="fill-lamp stroke-current"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
      <circle cx="9.6" cy="11.8" r="0.9" className="fill-lamp-ink" />
    </svg>
  );
}
