"use client";

import { PageError } from "../../site/page-error.tsx";

export default function ErrorBoundary({ reset }: { readonly error: Error; readonly reset: () => void }) {
  return <PageError onRetry={reset} />;
}
