import path from "node:path";

import { rootDir } from "./root.ts";

/**
 * Node keeps in this folder what it made of a source file (types stripped, compiled), by the file's content. With it a
 * process of ours is there in half the processor time, and a shop has two dozen of them.
 */
export const compileCache = { NODE_COMPILE_CACHE: path.join(rootDir, "node_modules/.cache/node") } as const;
