import { themeStorageKey } from "./theme-storage.ts";

/** The same in every page: a Content-Security-Policy names it by its hash. */
export const themeScript = `try{const t=localStorage.getItem(${JSON.stringify(themeStorageKey)});if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch{}`;

/**
 * Applies the stored theme before the first paint, so that nobody sees the other one flash by. Goes into `<head>`;
 * `<html>` needs `suppressHydrationWarning`, because this runs before React does.
 */
export function ThemeScript() {
  return <script dangerouslySetInnerHTML={{ __html: themeScript }} />;
}
