"use client";

import PageError from "./error.tsx";
import "./globals.css";

/** Stands in for the whole document when even the layout broke. */
export default function GlobalError({ error, reset }: { readonly error: Error; readonly reset: () => void }) {
  return (
    <html lang="en-GB">
      <body>
        <title>Something broke · Doorbuster</title>
        <PageError error={error} reset={reset} />
      </body>
    </html>
  );
}
