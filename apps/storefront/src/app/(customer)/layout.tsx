import { connection } from "next/server";
import type { ReactNode } from "react";
import { AccountMenu } from "../../account/account-menu.tsx";
import { ApiProviders } from "../../api/providers.tsx";
import { SiteHeader } from "../../site/site-header.tsx";

/**
 * The pages that know who their customer is. They are rendered per request, so that their scripts carry the nonce of that
 * answer's Content-Security-Policy.
 */
export default async function CustomerLayout({ children }: { readonly children: ReactNode }) {
  await connection();
  return (
    <ApiProviders>
      <SiteHeader account={<AccountMenu />} />
      <main id="main" className="flex-1">
        {children}
      </main>
    </ApiProviders>
  );
}
