import { useId, type ReactNode } from "react";
import { classNames } from "@doorbuster/web/components/class-names";

/** A titled region with a hairline round it: the console's one container. */
export function Panel({
  title,
  aside,
  className,
  children,
}: {
  readonly title: string;
  /** Small print on the right of the title. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={classNames("rounded-lg border border-line bg-surface", className)}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 pt-3 pb-2">
        <h2 id={id} className="font-medium">
          {title}
        </h2>
        {aside !== undefined && <div className="text-[0.8125rem] text-ink-muted">{aside}</div>}
      </div>
      {children}
    </section>
  );
}

/** Names and values in two columns. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1.5 px-4 pb-4">
      {facts.map(([name, value]) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-ink-muted">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
