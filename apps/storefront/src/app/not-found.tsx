import { AccountLink } from "../account/account-link.tsx";
import { PageNotFound } from "../site/page-not-found.tsx";
import { SiteHeader } from "../site/site-header.tsx";

/** For addresses of no page at all, which stand outside every layout but the outermost. */
export default function NotFound() {
  return (
    <>
      <SiteHeader account={<AccountLink />} />
      <main id="main" className="flex-1">
        <PageNotFound />
      </main>
    </>
  );
}
