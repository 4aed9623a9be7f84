import { themeStorageKey } from "./theme-storage.ts";

/**
 * Applies the stored theme before the first paint, so that nobody sees the other one flash by. Goes into `<head>`;
 * `<html>` needs `suppressHydrationWarning`, because this runs before React does.
 */
export function ThemeScript() {
  const script = `try{const t=localStorage.getItem(${JSON.stringify(themeStorageKey)});if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch{}`;
  return <script dangerouslySetInnerHTML={{ __html: script }} />;
}
