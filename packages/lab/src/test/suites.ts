import type { ReportKind } from "./counts.ts";

export interface Suite {
  readonly name: string;
  /** Where it runs, relative to the root. */
  readonly cwd: string;
  readonly command: readonly [string, ...string[]];
  /** Whose JSON report counts its tests; without one the suite is a single check. */
  readonly report?: ReportKind;
  /** It leaves a part of two cores idle, for want of threads or because it waits, and minds no neighbour that does too. */
  readonly shares?: true;
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

const sharing = (suite: Suite): Suite => ({ ...suite, shares: true });

/**
 * Every suite, mostly cheapest first, so that a slip shows early. They begin in this order and run one at a time: the
 * machine may be small. Neighbours that share run two at a time; of those the longest begin first.
 */
export const suites: readonly Suite[] = [
  check("format", "oxfmt", "--check"),
  check("types", "turbo", "run", "typecheck", "--output-logs=errors-only", "--concurrency=2"),
  // After the types: it reads them too, and those of the infrastructure's platform have been fetched by then.
  check("lint", "oxlint", "--type-aware", "--deny-warnings"),
  sharing(vitest("packages/lab")),
  sharing(vitest("packages/core")),
  sharing(vitest("packages/api")),
  sharing(vitest("packages/web")),
  sharing(vitest("apps/storefront")),
  sharing(vitest("apps/console")),
  sharing(vitest("apps/functions")),
  sharing(vitest("packages/sim")),
  vitest("packages/local"),
  check("build", "turbo", "run", "build", "--output-logs=errors-only", "--concurrency=1"),
  vitest("packages/infra"),
  {
    name: "browser",
    cwd: "packages/e2e",
    command: ["playwright", "test", "--reporter=list,json"],
    report: "playwright",
  },
  sharing(vitest("packages/e2e")),
  sharing(vitest("packages/adapters")),
];
