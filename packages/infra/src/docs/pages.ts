import path from "node:path";

import { format } from "oxfmt";

import { rootDir } from "../graph/platform.ts";
import { permissionPage } from "./permissionTable.ts";

export interface Page {
  readonly file: string;
  readonly text: string;
}

/** Every page that is made from data, as it should be. */
export async function pages(): Promise<Page[]> {
  return [await page("docs/aws/permissions.md", permissionPage())];
}

async function page(name: string, text: string): Promise<Page> {
  const file = path.join(rootDir, name);
  return { file, text: (await format(name, text)).code };
}
