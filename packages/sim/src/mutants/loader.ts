import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { rootDir } from "@doorbuster/local/build/root";
import path from "node:path";
import type { Mutant, Patch } from "./mutant.ts";

/** A mutant whose text does not fit the source any more. */
export class StaleMutant extends Error {
  override readonly name = "StaleMutant";
}

/** Under which a module's address names the mutant that it belongs to. */
const parameter = "mutant";

const mutants = new Map<string, Mutant>();
const patched = new Set<string>();

/**
 * Loads a module, and every one of this repository's that it leads to, once more with a mutant's patches in it. Libraries
 * are shared with everybody else.
 *
 * @param url of the module to begin with
 * @throws StaleMutant when a patched text is not in its file exactly once, or when a patched file was never loaded
 */
export async function loadMutant(mutant: Mutant, url: URL): Promise<unknown> {
  if (mutants.size === 0) registerHooks({ resolve, load });
  mutants.set(mutant.name, mutant);
  const entry = new URL(url);
  entry.searchParams.set(parameter, mutant.name);
  const loaded: unknown = await import(entry.href);
  const missed = mutant.patches.find(({ file }) => !patched.has(`${mutant.name} ${file}`));
  if (missed) throw new StaleMutant(`${mutant.name}: ${missed.file} is not part of the simulation`);
  return loaded;
}

type Resolve = NonNullable<Parameters<typeof registerHooks>[0]["resolve"]>;
type Load = NonNullable<Parameters<typeof registerHooks>[0]["load"]>;

/** What a mutant's module asks for, its mutant's modules answer. */
const resolve: Resolve = (specifier, context, next) => {
  const resolved = next(specifier, context);
  const name = nameIn(context.parentURL);
  if (name === undefined || !isOurs(resolved.url)) return resolved;
  const url = new URL(resolved.url);
  url.searchParams.set(parameter, name);
  return { ...resolved, url: url.href };
};

const load: Load = (url, context, next) => {
  const loaded = next(url, context);
  const name = nameIn(url);
  const mutant = name === undefined ? undefined : mutants.get(name);
  if (!mutant) return loaded;
  const file = path.relative(rootDir, fileURLToPath(url)).replaceAll("\\", "/");
  const patches = mutant.patches.filter((each) => each.file === file);
  if (patches.length === 0) return loaded;
  patched.add(`${mutant.name} ${file}`);
  const source = patches.reduce((text, each) => applied(mutant, each, text), textOf(loaded.source));
  return { ...loaded, source };
};

function nameIn(url: string | undefined): string | undefined {
  if (url?.includes(`${parameter}=`) !== true) return undefined;
  return new URL(url).searchParams.get(parameter) ?? undefined;
}

const isOurs = (url: string) => url.startsWith("file:") && !url.includes("/node_modules/");

function textOf(source: unknown): string {
  if (typeof source === "string") return source;
  if (source instanceof Uint8Array) return Buffer.from(source).toString();
  throw new StaleMutant("a module without a source");
}

/** @throws StaleMutant when the text is gone, or there more than once */
export function applied(
  { name }: Pick<Mutant, "name">,
  { file, find, replace }: Patch,
  source: string,
): string {
  const places = source.split(find).length - 1;
  if (places === 1) return source.replace(find, () => replace);
  throw new StaleMutant(`${name}: ${file} holds ${places} times, instead of once: ${find}`);
}
