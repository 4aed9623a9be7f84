import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Takes the sources out of the source maps in a folder, of which they are two thirds: a function reads its map whenever it
 * starts, and for a readable stack the places are enough. esbuild can leave them out itself, but SST's builder passes over
 * that option.
 */
export function dropSources(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".map"))) {
    const file = path.join(folder, name);
    const { sourcesContent: _, ...places } = JSON.parse(readFileSync(file, "utf8")) as Record<
      string,
      unknown
    >;
    writeFileSync(file, JSON.stringify(places));
  }
}
