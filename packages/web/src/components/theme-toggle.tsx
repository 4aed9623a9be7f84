"use client";

import { useSyncExternalStore } from "react";
import { buttonClass } from "./button-class.ts";
import { classNames } from "./class-names.ts";
import { MoonIcon, ScreenIcon, SunIcon } from "./icons.tsx";
import { currentTheme, storeTheme } from "./theme-storage.ts";
import type { Theme } from "./theme-storage.ts";

const next: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const icons: Record<Theme, typeof SunIcon> = { system: ScreenIcon, light: SunIcon, dark: MoonIcon };

/** The attribute on `<html>` is the state; React only watches it, so several toggles and tabs never disagree. */
function watchTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

/** One button through system → light → dark. */
export function ThemeToggle({ className }: { readonly className?: string }) {
  const theme = useSyncExternalStore(watchTheme, currentTheme, () => "system" as const);
  const Icon = icons[theme];
  return (
    <button
      type="button"
      className={classNames(buttonClass("ghost", "icon"), className)}
      aria-label={`Theme: ${theme}. Switch to ${next[theme]}.`}
      title={`Theme: ${theme}`}
      onClick={() => storeTheme(next[theme])}
    >
      <Icon />
    </button>
  );
}
