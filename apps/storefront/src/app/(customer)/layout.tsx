import type { ReactNode } from "react";
import { AccountMenu } from "../../account/account-menu.tsx";
import { ApiProviders } from "../../api/providers.tsx";
import { SiteHeader } from "../../site/site-header.tsx";

/** The pages that know who their customer is. */
export default function CustomerLayout({ children }: { readonly children: ReactNode }) {
  return (
    <ApiProviders>
      <SiteHeader account={<AccountMenu />} />
      <main id="main" className="flex-1">
        {children}
      </main>
    </ApiProviders>
  );
}
