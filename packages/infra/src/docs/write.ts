import { writeFileSync } from "node:fs";

import { pages } from "./pages.ts";

/** Writes the pages that are made from data: `node packages/infra/src/docs/write.ts`. */
for (const { file, text } of await pages()) writeFileSync(file, text);
