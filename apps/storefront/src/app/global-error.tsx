"use client";

import { PageError } from "../site/page-error.tsx";
import "./globals.css";

/** Stands in for the whole document when even the layout broke. */
export default function GlobalError({ reset }: { readonly error: Error; readonly reset: () => void }) {
  return (
    <html lang="en-GB">
      <body>
        <title>Something broke · Doorbuster</title>
        <main>
          <PageError onRetry={reset} />
        </main>
      </body>
    </html>
  );
}
