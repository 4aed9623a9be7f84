import { classNames } from "./class-names.ts";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
/** `icon` is a square for an icon alone, which then needs an `aria-label`. */
export type ButtonSize = "sm" | "md" | "lg" | "icon";

const variants: Record<ButtonVariant, string> = {
  primary: "bg-lamp text-lamp-ink not-disabled:hover:bg-lamp-hover",
  secondary: "border border-line-strong text-ink not-disabled:hover:bg-surface-sunken",
  ghost: "text-ink not-disabled:hover:bg-surface-sunken",
  danger: "border border-bad text-bad not-disabled:hover:bg-bad-soft",
};

const sizes: Record<ButtonSize, string> = {
  sm: "min-h-9 px-3 text-sm",
  md: "min-h-11 px-4 text-sm",
  lg: "min-h-13 px-6 text-base",
  icon: "size-11",
};

/** The look of a button, for links that act like one: `<Link className={buttonClass("primary", "lg")}>`. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "md"): string {
  return classNames(
    "inline-flex items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors select-none",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-progress",
    variants[variant],
    sizes[size],
  );
}
