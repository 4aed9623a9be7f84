import type { ReportKind } from "./counts.ts";

export interface Suite {
  readonly name: string;
  /** Where it runs, relative to the root. */
  readonly cwd: string;
  readonly command: readonly [string, ...string[]];
  /** Whose JSON report counts its tests; without one the suite is a single check. */
  readonly report?: ReportKind;
}

const check = (name: string, ...command: readonly [string, ...string[]]): Suite => ({
  name,
  cwd: ".",
  command,
});

const vitest = (cwd: string): Suite => ({
  name: cwd,
  cwd,
  command: ["vitest", "run", "--reporter=default", "--reporter=json"],
  report: "vitest",
});

/** Every suite, mostly cheapest first, so that a slip shows early. They run one after another: the machine may be small. */
export const suites: readonly Suite[] = [
  check("format", "prettier", "--check", "--log-level=warn", "."),
  check("types", "turbo", "run", "typecheck", "--output-logs=errors-only", "--concurrency=2"),
  // After the types: it reads them too, and those of the infrastructure's platform have been fetched by then.
  check("lint", "oxlint", "--type-aware", "--deny-warnings"),
  vitest("packages/core"),
  vitest("packages/api"),
  vitest("packages/web"),
  vitest("apps/storefront"),
  vitest("apps/console"),
  vitest("packages/adapters"),
  vitest("apps/functions"),
  vitest("packages/local"),
  vitest("packages/sim"),
  check("build", "turbo", "run", "build", "--output-logs=errors-only", "--concurrency=1"),
  vitest("packages/infra"),
  vitest("packages/lab"),
  vitest("packages/e2e"),
  {
    name: "browser",
    cwd: "packages/e2e",
    command: ["playwright", "test", "--reporter=list,json"],
    report: "playwright",
  },
];
