import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { functions, type FunctionDefinition } from "@doorbuster/adapters/definitions/functions";
import { runbooks } from "@doorbuster/infra/alarms/alarm";
import { rootDir } from "@doorbuster/local/build/root";
import { expect, test } from "vitest";
import { alarms } from "./alarmTables.ts";
import { questions, readRunbook, runbookPages } from "./runbooks.ts";

const folder = path.join(rootDir, "docs/aws");
const namesIn = (text: string) => [...text.matchAll(/`([^`\s]+)`/g)].map(([, name]) => name ?? "");
const sections = (text: string) => [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title);

test.each(runbookPages.map(({ file, renew }) => ({ name: path.basename(file), file, renew })))(
  "$name lists the alarms that there are (else: npm run docs)",
  async ({ file, renew }) => {
    const text = await readFile(file, "utf8");
    expect(text).toBe(renew(text));
  },
);

test("an alarm leads by its name to the one page that says what to do", async () => {
  for (const { name, runbook } of alarms) {
    const raisedBy = (await readRunbook(runbook)).split("\n## ")[1] ?? "";
    expect(namesIn(raisedBy), `${runbook}.md`).toContain(name);
  }
});

test.each([...runbooks])("%s answers every question, in the order of all others", async (runbook) => {
  expect(sections(await readRunbook(runbook))).toEqual(questions);
});

test("a heading that names an alarm names one of that page, so that no advice outlives its alarm", async () => {
  for (const runbook of runbooks) {
    const headings = (await readRunbook(runbook)).match(/^###+ .*`.*$/gm) ?? [];
    const known = alarms.filter((alarm) => alarm.runbook === runbook).map(({ name }) => name);
    expect(known, `${runbook}.md`).toEqual(expect.arrayContaining(headings.flatMap(namesIn)));
  }
});

test("the page on dead letters names every function that the clock calls, and no other", async () => {
  const scheduled = Object.entries<FunctionDefinition>(functions).filter(([, { triggers }]) =>
    triggers.some(({ kind }) => kind === "schedule"),
  );
  const [, calls = ""] =
    /^\| `ScheduleFailures` +\| ([^|]+)\|/m.exec(await readRunbook("dead-letters")) ?? [];
  expect(namesIn(calls)).toEqual(scheduled.map(([name]) => name));
});

test("every alarm that a page speaks of exists", async () => {
  const names = new Set(alarms.map(({ name }) => name));
  const endings =
    /-(errors|slow|throttled|concurrency|behind|bytes|records|old|not-empty|given-up|bounces|unavailable|refused|holds|open|backlog|mismatches)$/;
  for (const file of await pages()) {
    const mentioned = namesIn(await readFile(file, "utf8")).filter((name) => endings.test(name));
    expect(
      mentioned.filter((name) => !names.has(name)),
      file,
    ).toEqual([]);
  }
});

test("no page of docs/aws leads to a file or a heading that is not there", async () => {
  for (const file of await pages()) {
    const links = [...(await readFile(file, "utf8")).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const dead = await Promise.all(
      links.map(async ([, to = "", heading]) => {
        const target = to === "" ? file : path.join(path.dirname(file), to);
        if (!existsSync(target)) return to;
        return heading === undefined || (await anchorsOf(target)).has(heading) ? [] : `${to}#${heading}`;
      }),
    );
    expect(dead.flat(), file).toEqual([]);
  }
});

/** What headings are called in links, as GitHub makes it: small letters, words joined by dashes, signs left out. */
async function anchorsOf(file: string): Promise<Set<string>> {
  const headings = (await readFile(file, "utf8")).matchAll(/^#+ (.+)$/gm);
  const slug = (title: string) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
  return new Set([...headings].map(([, title = ""]) => slug(title)));
}

async function pages(): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  return files.filter((file) => file.endsWith(".md")).map((file) => path.join(folder, file));
}
