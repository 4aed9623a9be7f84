import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { runbooks, type Runbook } from "@doorbuster/infra/alarms/alarm";
import { rootDir } from "@doorbuster/local/build/root";
import { alarmIndex, alarmTable } from "./alarmTables.ts";

/** What every runbook answers, in this order: whoever is woken reads them alike. */
export const questions = [
  "Raised by",
  "What it means",
  "Look at first",
  "What to do",
  "It is over when",
  "What to tell customers",
  "Never",
  "Rehearsal",
] as const;

/** What AWS raises by itself, so that there is nothing to draw from code. */
const drawnByHand: readonly Runbook[] = ["budget"];

/** A page of `docs/aws/runbooks` with the part in it that is made from the alarms. */
export interface RunbookPage {
  readonly file: string;
  /** Pure. @throws Error when the page has no place for its part */
  readonly renew: (page: string) => string;
}

const page = (name: string, part: () => string): RunbookPage => ({
  file: path.join(rootDir, "docs/aws/runbooks", `${name}.md`),
  renew: (text) => withAlarms(name, text, part()),
});

export const runbookPages: readonly RunbookPage[] = [
  page("README", alarmIndex),
  ...runbooks.filter((name) => !drawnByHand.includes(name)).map((name) => page(name, () => alarmTable(name))),
];

export const readRunbook = (runbook: Runbook): Promise<string> =>
  readFile(path.join(rootDir, "docs/aws/runbooks", `${runbook}.md`), "utf8");

export async function rewriteRunbooks(): Promise<string[]> {
  for (const { file, renew } of runbookPages) await writeFile(file, renew(await readFile(file, "utf8")));
  return runbookPages.map(({ file }) => path.relative(rootDir, file));
}

const [begin, end] = ["<!-- alarms -->", "<!-- /alarms -->"];

function withAlarms(name: string, text: string, part: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/aws/runbooks/${name}.md has no place for its alarms`);
  return `${text.slice(0, from + begin.length)}\n\n${part}\n\n${text.slice(to)}`;
}
