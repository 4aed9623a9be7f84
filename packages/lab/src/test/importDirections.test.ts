import { execFile } from "node:child_process";
import { cp, mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import * as z from "zod";
import { rootDir } from "@doorbuster/local/build/root";

const folders = {
  core: "packages/core",
  api: "packages/api",
  adapters: "packages/adapters",
  functions: "apps/functions",
  web: "packages/web",
  storefront: "apps/storefront",
  console: "apps/console",
  local: "packages/local",
  infra: "packages/infra",
  sim: "packages/sim",
  lab: "packages/lab",
  e2e: "packages/e2e",
} as const;
type Workspace = keyof typeof folders;
const workspaces = Object.keys(folders) as Workspace[];

/** Everything that may be imported from another workspace, by who imports. */
const allowed: Record<Workspace, readonly Workspace[]> = {
  core: [],
  api: ["core"],
  adapters: ["core"],
  functions: ["core", "api", "adapters"],
  web: ["core", "api"],
  storefront: ["core", "api", "web"],
  console: ["core", "api", "web"],
  local: ["core", "adapters"],
  infra: ["core", "adapters"],
  sim: ["core", "api", "adapters", "functions", "local"],
  lab: ["core", "api", "adapters", "web", "local", "infra"],
  e2e: ["core", "api", "adapters", "web", "local", "lab"],
};

const diagnosticsSchema = z.object({
  diagnostics: z.array(
    z.object({
      code: z.string(),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.int() }) })),
    }),
  ),
});

/** Lints one file per workspace, each a list of imports, by the repository's rules. @returns what is refused, by file */
async function refusedImports(
  files: Readonly<Record<string, readonly string[]>>,
): Promise<Record<string, string[]>> {
  await using folder = await mkdtempDisposable(path.join(tmpdir(), "doorbuster-lint-"));
  await cp(path.join(rootDir, ".oxlintrc.json"), path.join(folder.path, ".oxlintrc.json"));
  for (const [name, imports] of Object.entries(files)) {
    const file = path.join(folder.path, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, imports.map((from) => `import "${from}";\n`).join(""));
  }
  const oxlint = path.join(rootDir, "node_modules/.bin/oxlint");
  const { stdout } = await promisify(execFile)(oxlint, ["--format=json", "."], { cwd: folder.path }).catch(
    (error: { stdout: string }) => error, // it fails because it found something
  );
  const { diagnostics } = diagnosticsSchema.parse(JSON.parse(stdout));
  const found = diagnostics.filter(({ code }) => code.includes("no-restricted-imports"));
  return Object.fromEntries(
    Object.entries(files).map(([name, imports]) => {
      const lines = found
        .filter(({ filename }) => filename === name)
        .map(({ labels }) => labels[0]?.span.line ?? 0);
      return [name, imports.filter((_, index) => lines.includes(index + 1))];
    }),
  );
}

const fileIn = (workspace: Workspace, name = "src/probe.ts") => `${folders[workspace]}/${name}`;
const moduleOf = (workspace: Workspace) => `@doorbuster/${workspace}/some/module`;

test("a workspace imports what it may, and nothing else is let through", async () => {
  const files = Object.fromEntries(
    workspaces.map((from) => [fileIn(from), workspaces.filter((to) => to !== from).map(moduleOf)]),
  );
  const refused = Object.fromEntries(
    workspaces.map((from) => [
      fileIn(from),
      workspaces.filter((to) => to !== from && !allowed[from].includes(to)).map(moduleOf),
    ]),
  );
  expect(await refusedImports(files)).toEqual(refused);
});

test("core imports zod and itself, and its tests no I/O of other workspaces", async () => {
  const imports = [
    "zod",
    "./near.ts",
    "../money/money.ts",
    "node:fs",
    "vitest",
    "stripe",
    "@aws-sdk/client-s3",
  ];
  const files = { [fileIn("core", "src/a/b.ts")]: imports, [fileIn("core", "src/a/b.test.ts")]: imports };
  expect(await refusedImports(files)).toEqual({
    [fileIn("core", "src/a/b.ts")]: ["node:fs", "vitest", "stripe", "@aws-sdk/client-s3"],
    [fileIn("core", "src/a/b.test.ts")]: ["stripe", "@aws-sdk/client-s3"],
  });
});

test("no way leads through a neighbour's folder", async () => {
  const imports = [
    "../../core/src/ids.ts",
    "../../../packages/core/src/ids.ts",
    "./own.ts",
    "../own/file.ts",
  ];
  const files = Object.fromEntries(workspaces.map((from) => [fileIn(from), imports]));
  const refused = Object.fromEntries(workspaces.map((from) => [fileIn(from), imports.slice(0, 2)]));
  expect(await refusedImports(files)).toEqual(refused);
});

test("of the adapters a site's sign-in imports the session keys, and nothing else in a site imports any", async () => {
  const imports = [
    "@doorbuster/adapters/access/sessionKeys",
    "@doorbuster/adapters/access/secrets",
    "stripe",
  ];
  const sites = ["storefront", "console"] as const;
  const files = Object.fromEntries(
    sites.flatMap((site) => [
      [fileIn(site, "src/auth.ts"), imports],
      [fileIn(site, "src/auth/auth.ts"), imports],
    ]),
  );
  const refused = Object.fromEntries(
    sites.flatMap((site) => [
      [fileIn(site, "src/auth.ts"), imports.slice(1)],
      [fileIn(site, "src/auth/auth.ts"), imports],
    ]),
  );
  expect(await refusedImports(files)).toEqual(refused);
});

const integrated = ["adapters", "functions", "infra"] as const;

test("integration tests may start the embedded services, what they test may not", async () => {
  const files = Object.fromEntries(
    integrated.flatMap((from) => [
      [fileIn(from, "src/probe.ts"), [moduleOf("local")]],
      [fileIn(from, "src/probe.test.ts"), [moduleOf("local"), moduleOf("lab")]],
    ]),
  );
  const refused = Object.fromEntries(
    integrated.flatMap((from) => [
      [fileIn(from, "src/probe.ts"), [moduleOf("local")]],
      [fileIn(from, "src/probe.test.ts"), [moduleOf("lab")]],
    ]),
  );
  expect(await refusedImports(files)).toEqual(refused);
});

test("sites and the API's definition reach no store and no provider", async () => {
  const imports = ["@aws-sdk/client-dynamodb", "stripe"];
  const inner = ["api", "web", "storefront", "console"] as const;
  const files = Object.fromEntries(inner.map((from) => [fileIn(from), imports]));
  expect(await refusedImports(files)).toEqual(files);
});
