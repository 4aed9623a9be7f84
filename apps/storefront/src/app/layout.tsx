import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { ThemeScript } from "@doorbuster/web/components/theme-script";
import { SiteFooter } from "../site/site-footer.tsx";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Doorbuster: the autumn drop", template: "%s · Doorbuster" },
  description: "Sixteen things for shorter days, made once. When the last one is gone, the door closes.",
  openGraph: { siteName: "Doorbuster", type: "website", locale: "en_GB" },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f1f2f0" },
    { media: "(prefers-color-scheme: dark)", color: "#0f1113" },
  ],
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en-GB" suppressHydrationWarning>
      <head>
        <ThemeScript />
      </head>
      <body className="flex min-h-dvh flex-col antialiased">
        <a
          href="#main"
          className="sr-only z-50 rounded-md bg-lamp px-4 py-3 font-medium text-lamp-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to the content
        </a>
        {children}
        <SiteFooter />
      </body>
    </html>
  );
}
