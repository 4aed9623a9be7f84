import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { preload } from "react-dom";
import { ThemeScript } from "@doorbuster/web/components/theme-script";
import { drop } from "../site/drop.ts";
import { SiteFooter } from "../site/site-footer.tsx";
import "./globals.css";

/** A function, so that a page rendered at run time knows the running site's address; a build has none. */
export function generateMetadata(): Metadata {
  const siteUrl = process.env["DOORBUSTER_SITE_URL"];
  return {
    ...(siteUrl !== undefined && { metadataBase: new URL(siteUrl) }),
    title: { default: `Doorbuster: ${drop.name.toLowerCase()}`, template: "%s · Doorbuster" },
    description: `${drop.promise} When the last one is gone, the door closes.`,
    openGraph: { siteName: "Doorbuster", type: "website", locale: "en_GB" },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f1f2f0" },
    { media: "(prefers-color-scheme: dark)", color: "#0f1113" },
  ],
};

/** The file that theme.css asks for as well: fetched with the page instead of after its style sheet. */
const latinFont = new URL("@fontsource-variable/geist/files/geist-latin-wght-normal.woff2", import.meta.url);

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  preload(latinFont.href, { as: "font", type: "font/woff2", crossOrigin: "anonymous" });
  return (
    <html lang="en-GB" suppressHydrationWarning>
      <head>
        <ThemeScript />
      </head>
      <body className="flex min-h-dvh flex-col antialiased">
        <a
          href="#main"
          className="sr-only z-50 rounded-md bg-lamp font-medium text-lamp-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-4 focus:py-3"
        >
          Skip to the content
        </a>
        {children}
        <SiteFooter />
      </body>
    </html>
  );
}
