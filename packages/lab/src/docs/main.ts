import { writeFile } from "node:fs/promises";
import { pages } from "./pages.ts";
import { rewriteRunbooks } from "./runbooks.ts";

/** `npm run docs`: writes every page that is made from code, and what runbooks say of alarms. */
for (const [path, page] of Object.entries(pages)) {
  await writeFile(new URL(`../../../../${path}`, import.meta.url), page());
  console.log(path);
}
for (const path of await rewriteRunbooks()) console.log(path);
