import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { rootDir } from "@doorbuster/local/build/root";
import { parseSmokeOptions } from "../smoke/options.ts";

interface Line {
  /** `file:line`, for whoever reads the failure. */
  readonly at: string;
  readonly text: string;
}

const folder = path.join(rootDir, ".github/workflows");
const workflows = new Map<string, readonly Line[]>();
const all = () => [...workflows.values()].flat();

beforeAll(async () => {
  for (const file of await readdir(folder)) {
    const texts = (await readFile(path.join(folder, file), "utf8")).split("\n");
    workflows.set(
      file,
      texts.map((text, index) => ({ at: `${file}:${index + 1}`, text })),
    );
  }
});

/** How a step is told a variable of its environment. */
const told = (name: string) => `${name}: \${{ vars.${name} }}`;

const matching = (pattern: RegExp) => all().filter(({ text }) => pattern.test(text));

test("every action is pinned to a commit, and says of which version", () => {
  const uses = matching(/^\s*(- )?uses:/).filter(({ text }) => !/uses: \.\//.test(text));
  expect(uses.length).toBeGreaterThan(0);
  for (const { at, text } of uses) {
    expect(text, at).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  }
});

test("one action is pinned to one commit everywhere", () => {
  const commits = new Map<string, Set<string>>();
  for (const { text } of matching(/uses: [^.]/)) {
    const [, action = "", commit = ""] = /uses: ([^@]+)@(\w+)/.exec(text) ?? [];
    commits.set(action, (commits.get(action) ?? new Set()).add(commit));
  }
  expect([...commits].filter(([, found]) => found.size > 1)).toEqual([]);
});

test("a workflow may read the code; what may do more is one job, and says why", () => {
  for (const [file, lines] of workflows) {
    const top = lines.findIndex(({ text }) => text === "permissions:");
    expect(
      lines.slice(top + 1, top + 3).map(({ text }) => text),
      file,
    ).toEqual(["  contents: read", ""]);
  }
  for (const { at, text } of matching(/: write\b|write-all|read-all/)) {
    expect(text, at).toMatch(/^ {6}(id-token|attestations): write # \w+/);
  }
});

test("no secret is referenced: AWS is reached by a role that a job assumes for its own time", () => {
  expect(matching(/secrets[.[]|secrets: inherit|access-key|_TOKEN|AKIA/)).toEqual([]);
  const roles = matching(/role-to-assume:/);
  expect(roles.length).toBeGreaterThan(0);
  for (const { at, text } of roles) expect(text, at).toContain("${{ vars.AWS_ROLE_ARN }}");
});

test("nobody's pull request runs with more than a pull request may", () => {
  expect(matching(/pull_request_target|workflow_run/)).toEqual([]);
});

test("what deploys waits for an environment and for its turn, and takes nothing from a cache", () => {
  const deploying = [...workflows].filter(([, lines]) =>
    lines.some(({ text }) => /sst (deploy|remove)/.test(text)),
  );
  expect(deploying.map(([file]) => file).toSorted()).toEqual(["preview.yml", "production.yml"]);
  for (const [file, lines] of deploying) {
    const texts = lines.map(({ text }) => text.trim());
    const count = (pattern: RegExp) => texts.filter((text) => pattern.test(text)).length;
    expect(count(/^environment: (preview|production)$/), file).toBe(
      count(/^- run: npx .*sst (deploy|remove)/),
    );
    expect(texts, file).toContain("cancel-in-progress: false");
    expect(count(/^cache:/), file).toBe(0);
    expect(count(/^package-manager-cache: false/), file).toBe(count(/setup-node@/));
  }
});

test("after a deployment the smoke test is told of everything that it can look at", () => {
  const lines = workflows.get("production.yml")?.map(({ text }) => text.trim()) ?? [];
  const [command = ""] = lines.filter((text) => /run: npm run smoke\b/.test(text));
  const [, flags = ""] = command.split(" -- ");
  const variables = Object.fromEntries(
    [...flags.matchAll(/\$(\w+)/g)].map(([, name = ""]) => [name, lines.includes(told(name))]),
  );
  expect(variables).toEqual({ SHOP_URL: true, CONSOLE_URL: true, API_URL: true, SMOKE_OPTIONS: true });
  // As a shell makes it of these values: whatever is put in is taken.
  const words = (options: string) =>
    flags
      .replaceAll(/"\$\w+"/g, "https://shop.example")
      .replace("$SMOKE_OPTIONS", options)
      .trim()
      .split(/\s+/);
  const everything = {
    url: "https://shop.example",
    console: "https://shop.example",
    api: "https://shop.example",
  };
  expect(parseSmokeOptions(words(""))).toMatchObject({
    ...everything,
    stage: "production",
    "no-order": false,
  });
  expect(parseSmokeOptions(words("--no-order"))).toMatchObject({ ...everything, "no-order": true });
});

test("nothing that others can write is put into a shell line", () => {
  for (const { at, text } of matching(/^\s*(- )?run:/)) expect(text, at).not.toContain("${{");
});

test("no checkout leaves its token behind", () => {
  expect(matching(/persist-credentials: false/)).toHaveLength(matching(/actions\/checkout@/).length);
});
