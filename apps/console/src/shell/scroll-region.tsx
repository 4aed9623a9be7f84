import type { ReactNode } from "react";

/** A stretch of a page that scrolls by itself and holds nothing to tab to. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without focus, a keyboard could not scroll it
    <section aria-label={label} tabIndex={0} className={className}>
      {children}
    </section>
  );
}
