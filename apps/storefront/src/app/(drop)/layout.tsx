import type { ReactNode } from "react";
import { AccountLink } from "../../account/account-link.tsx";
import { SiteHeader } from "../../site/site-header.tsx";

/** The pages that a crowd loads at once: no session, no API client, the same for everybody. */
export default function DropLayout({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <SiteHeader account={<AccountLink />} />
      <main id="main" className="flex-1">
        {children}
      </main>
    </>
  );
}
