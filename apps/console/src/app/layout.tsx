import { ThemeScript } from "@doorbuster/web/components/theme-script";
import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { Header } from "../shell/header.tsx";
import { Providers } from "../shell/providers.tsx";
import { StaffGate } from "../shell/staff-gate.tsx";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Live · Doorbuster Operations", template: "%s · Doorbuster Operations" },
  description: "What the shop is doing, as it happens.",
  robots: { index: false },
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#181b1e" },
  ],
};

/** Rendered per request, so that its scripts carry the nonce of that answer's Content-Security-Policy. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  await connection();
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <ThemeScript />
      </head>
      <body>
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:px-4 focus:py-2"
        >
          Skip to content
        </a>
        <Providers>
          <Header />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-[100rem] px-4 py-5 outline-none sm:px-6"
          >
            <StaffGate>{children}</StaffGate>
          </main>
        </Providers>
      </body>
    </html>
  );
}
