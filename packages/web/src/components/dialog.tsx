"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode, RefObject } from "react";
import { buttonClass } from "./button-class.ts";
import { classNames } from "./class-names.ts";
import { CloseIcon } from "./icons.tsx";

const popupBySide = {
  centre: classNames(
    "top-1/2 left-1/2 max-h-[calc(100dvh-2rem)] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-xl",
    "data-ending-style:scale-97 data-ending-style:opacity-0 data-starting-style:scale-97 data-starting-style:opacity-0",
  ),
  end: classNames(
    "top-0 right-0 h-dvh w-[min(28rem,100vw)]",
    "data-ending-style:translate-x-full data-starting-style:translate-x-full",
  ),
} as const;

/**
 * A modal window: focus is kept inside, Escape and the backdrop close it, and focus returns to where it was.
 * Uncontrolled, `trigger` opens it; controlled by `open` and `onOpenChange`. `side="end"` makes it a drawer.
 */
export function Dialog({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  side = "centre",
  footer,
  initialFocus,
  children,
}: {
  readonly title: string;
  readonly description?: ReactNode;
  /** A button element, rendered in place. */
  readonly trigger?: React.ReactElement;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly side?: keyof typeof popupBySide;
  /** Stays in view below the scrolling body. */
  readonly footer?: ReactNode;
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}) {
  return (
    <Base.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange: (next: boolean) => onOpenChange(next) })}
    >
      {trigger !== undefined && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/50 transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          {...(initialFocus === undefined ? {} : { initialFocus })}
          className={classNames(
            "fixed z-50 flex flex-col bg-surface-raised text-ink shadow-overlay outline-none",
            "transition-[transform,opacity,scale,translate] duration-200 ease-out",
            popupBySide[side],
          )}
        >
          <header className="flex items-start justify-between gap-4 px-6 pt-5 pb-3">
            <div>
              <Base.Title className="text-xl font-semibold tracking-tight">{title}</Base.Title>
              {description !== undefined && (
                <Base.Description className="mt-1 text-sm text-ink-muted">{description}</Base.Description>
              )}
            </div>
            <Base.Close
              aria-label="Close"
              className={classNames(buttonClass("ghost", "icon"), "-mt-2 -mr-3")}
            >
              <CloseIcon />
            </Base.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-6 pb-6">{children}</div>
          {footer !== undefined && <footer className="border-t border-line px-6 py-4">{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
