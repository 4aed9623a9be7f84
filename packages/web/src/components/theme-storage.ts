export const themeStorageKey = "doorbuster.theme";

/** What `ThemeScript` runs. The same in every page: a Content-Security-Policy names it by its hash. */
export const themeScript = `try{const t=localStorage.getItem(${JSON.stringify(themeStorageKey)});if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch{}`;

/** `system` follows the operating system, and is what everybody starts with. */
export type Theme = "system" | "light" | "dark";

/** The theme in force, read from where `ThemeScript` and `storeTheme` put it. */
export function currentTheme(): Theme {
  const theme = document.documentElement.dataset["theme"];
  return theme === "light" || theme === "dark" ? theme : "system";
}

/** Applies a theme now and for the next visit. Where storage is refused (private windows) it lasts for this visit. */
export function storeTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    if (theme === "system") localStorage.removeItem(themeStorageKey);
    else localStorage.setItem(themeStorageKey, theme);
  } catch {
    // The choice is applied; only remembering it failed.
  }
}
