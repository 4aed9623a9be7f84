import { themeScript } from "./theme-storage.ts";

/**
 * Applies the stored theme before the first paint, so that nobody sees the other one flash by. Goes into `<head>`;
 * `<html>` needs `suppressHydrationWarning`, because this runs before React does.
 */
export function ThemeScript() {
  return <script dangerouslySetInnerHTML={{ __html: themeScript }} />;
}
