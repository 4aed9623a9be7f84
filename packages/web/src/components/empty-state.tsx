import type { ReactNode } from "react";

/** Nothing here, why, and what to do about it. */
export function EmptyState({
  title,
  children,
  action,
  picture,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly picture?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-16 text-center">
      {picture}
      <h2 className="text-xl font-semibold tracking-tight">{title}</h2>
      {children !== undefined && <div className="max-w-prose text-ink-muted">{children}</div>}
      {action !== undefined && <div className="mt-3">{action}</div>}
    </div>
  );
}
