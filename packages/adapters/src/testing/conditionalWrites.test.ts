import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { conditionalWrites } from "./conditionalWrites.ts";

const src = path.join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(path.join(src, file), "utf8");
const isTest = (file: string) => file.endsWith(".test.ts") || file.startsWith("testing/");
const sources = globSync("**/*.ts", { cwd: src }).filter((file) => !isTest(file));
const races = globSync("**/*.race.test.ts", { cwd: src });

const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
/** What is read by is no condition of a write. */
const readings = /(?:KeyCondition|Filter)Expression:[\s\S]*?,\n/g;
const literals = /"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
/** Literals that compare something with a value of the request, or ask whether something is there. */
const condition =
  /\b(?:attribute_(?:(?:not_)?exists|type)|begins_with|contains|size)\(|#?\w+ (?:=|<>|<=?|>=?|BETWEEN|IN) [:(]/;
const update = /^(?:SET|ADD|REMOVE|DELETE) /;

function conditionsIn(source: string): string[] {
  const code = source.replaceAll(comments, "").replaceAll(readings, "");
  const texts = [...code.matchAll(literals)].map(([literal]) => literal.slice(1, -1));
  return texts.filter((text) => condition.test(text) && !update.test(text));
}

const counted = (list: readonly string[]) =>
  new Map([...Map.groupBy(list, (each) => each)].map(([key, { length }]) => [key, length]));

test("every condition in the sources is a conditional write with a name", () => {
  const found = counted(
    sources.flatMap((file) => conditionsIn(read(file)).map((text) => `${file}: ${text}`)),
  );
  const named = counted(
    Object.values(conditionalWrites).map(({ source, condition }) => `${source}: ${condition}`),
  );
  expect(Object.fromEntries(named)).toEqual(Object.fromEntries(found));
});

test.each(Object.keys(conditionalWrites))(
  "there is a race test in which a rival arrives where %s",
  (name) => {
    const inRace = new RegExp(String.raw`\brace\(\s*"${name}"`);
    const codeOf = (file: string) => read(file).replaceAll(comments, "");
    expect(races.filter((file) => inRace.test(codeOf(file)))).not.toEqual([]);
  },
);
