import { classNames } from "./class-names.ts";

/** The shape of what is coming, sized by `className`. Hidden from screen readers: the region says "loading" itself. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames("block animate-pulse rounded-md bg-surface-sunken", className)}
    />
  );
}
