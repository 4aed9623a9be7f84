import { writeFile } from "node:fs/promises";
import { pages } from "./pages.ts";

/** `npm run docs`: writes every page that is made from code. */
for (const [path, page] of Object.entries(pages)) {
  await writeFile(new URL(`../../../../${path}`, import.meta.url), page());
  console.log(path);
}
