import Link from "next/link";
import type { ReactNode } from "react";
import { ThemeToggle } from "@doorbuster/web/components/theme-toggle";
import { BasketButton } from "../basket/basket-button.tsx";
import { DoorMark } from "./door-mark.tsx";

/** @param account the sign-in corner: a plain link where the session is not loaded, a menu where it is */
export function SiteHeader({ account }: { readonly account: ReactNode }) {
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-canvas/90 backdrop-blur-md">
      <div className="mx-auto flex h-16 max-w-[90rem] items-center gap-1 px-4 sm:px-8">
        <Link
          href="/"
          className="-ml-2 flex min-h-11 items-center gap-2.5 rounded-md px-2 text-lg font-semibold tracking-tight"
        >
          <DoorMark className="size-6" />
          Doorbuster
        </Link>
        <div className="ml-auto flex items-center gap-1">
          <ThemeToggle />
          {account}
          <BasketButton />
        </div>
      </div>
    </header>
  );
}
