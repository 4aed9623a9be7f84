import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { rootDir } from "@doorbuster/local/build/root";

/** Where the tables are published. */
export const costDocument = path.join(rootDir, "docs/aws/cost.md");

const mark = (name: string) => [`<!-- cost:${name} -->`, `<!-- /cost:${name} -->`] as const;

/**
 * Puts each part between its two marks, `<!-- cost:NAME -->` and `<!-- /cost:NAME -->`. Pure.
 *
 * @throws Error when a part has no place in the document
 */
export function withParts(document: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [begin, end] = mark(name);
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from < 0 || to < from) throw new Error(`docs/aws/cost.md has no place for "${name}"`);
    return `${text.slice(0, from + begin.length)}\n\n${part}\n\n${text.slice(to)}`;
  }, document);
}

export async function rewriteDocument(parts: Readonly<Record<string, string>>): Promise<void> {
  await writeFile(costDocument, withParts(await readFile(costDocument, "utf8"), parts));
}
