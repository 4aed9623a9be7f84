import { lifecyclePage } from "./lifecycle.ts";

/** Every page that is made from code: where it stands, relative to the root, and what must stand there. */
export const pages: Readonly<Record<string, () => string>> = {
  "docs/lifecycle.md": lifecyclePage,
};
