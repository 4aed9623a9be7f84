import type { ReactNode } from "react";

/** The page's one h1, with whatever belongs beside it. */
export function PageHeading({
  title,
  children,
}: {
  readonly title: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      {children !== undefined && <div className="text-ink-muted">{children}</div>}
    </div>
  );
}
