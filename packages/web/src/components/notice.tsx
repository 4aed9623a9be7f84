import type { ReactNode, Ref } from "react";
import type { Tone } from "./badge.tsx";
import { classNames } from "./class-names.ts";

const tones: Record<Tone, string> = {
  neutral: "border-line-strong bg-surface",
  good: "border-good bg-good-soft",
  warn: "border-warn bg-warn-soft",
  bad: "border-bad bg-bad-soft",
  info: "border-info bg-info-soft",
};

const titleTones: Record<Tone, string> = {
  neutral: "text-ink",
  good: "text-good",
  warn: "text-warn",
  bad: "text-bad",
  info: "text-info",
};

/**
 * Says what happened (`title`), what it means (`children`) and what to do (`action`). `bad` interrupts a screen reader
 * (`role="alert"`), every other tone waits for a pause (`role="status"`). With `ref` it can be given focus.
 */
export function Notice({
  tone = "neutral",
  title,
  children,
  action,
  className,
  ref,
}: {
  readonly tone?: Tone;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
  readonly ref?: Ref<HTMLDivElement>;
}) {
  return (
    <div
      ref={ref}
      tabIndex={ref === undefined ? undefined : -1}
      role={tone === "bad" ? "alert" : "status"}
      className={classNames("rounded-lg border-l-4 px-4 py-3", tones[tone], className)}
    >
      <p className={classNames("font-semibold", titleTones[tone])}>{title}</p>
      {children !== undefined && <div className="mt-1 text-sm text-ink">{children}</div>}
      {action !== undefined && <div className="mt-3 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
