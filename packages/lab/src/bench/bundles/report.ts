import path from "node:path";
import { bundleBudgetOf } from "@doorbuster/adapters/definitions/bundling";
import { rootDir } from "@doorbuster/local/build/root";
import { table } from "../../cost/text.ts";
import type { MeasuredBundle, MeasuredBundles } from "./measure.ts";

/** Where the figures are published. */
export const pageFile = path.join(rootDir, "docs/aws/bundles.md");

/** In what a bundle is over its budget, in words. */
export function overBudget({ name, bytes, importMs }: MeasuredBundle): string[] {
  const budget = bundleBudgetOf(name);
  const over: string[] = [];
  if (bytes > budget.bytes) over.push(`${name} has ${kB(bytes)} kB of ${kB(budget.bytes)}`);
  if (budget.importMs !== undefined && importMs > budget.importMs) {
    over.push(`${name} takes ${importMs} ms of ${budget.importMs} to import`);
  }
  return over;
}

/** What is printed: the table, and what is over its budget. */
export function bundlesText(measured: MeasuredBundles): string {
  const over = measured.bundles.flatMap(overBudget);
  const verdict = over.length === 0 ? ["Every bundle is within its budget."] : over;
  return [bundlesTable(measured), "", ...verdict].join("\n");
}

export function bundlesPage(measured: MeasuredBundles): string {
  const { rounds, processor, node, measuredAt } = measured;
  return `# Bundles

Every function's bundle as SST builds it for production: its size, minified, without its source map, and the processor time
that a fresh process needs to import it, kept to one core. On a core that has nothing else to do that is how long it takes.

\`\`\`sh
npm run bench -- bundles --write     # measures, and writes this page
\`\`\`

Medians of ${rounds} processes each; ${processor}, Node ${node.replace(/^v/, "")}, ${measuredAt.slice(0, 10)}. On AWS functions run on Node 24 and arm64, with a
share of a core by their memory.

${bundlesTable(measured)}

Budgets stand in \`packages/adapters/src/definitions/bundling.ts\`. Sizes are tested; times are measured by this command alone,
which fails when any of them is over.
`;
}

function bundlesTable({ bundles }: MeasuredBundles): string {
  const rows = bundles.map(({ name, bytes, importMs }) => {
    const budget = bundleBudgetOf(name);
    return [name, kB(bytes), kB(budget.bytes), String(importMs), String(budget.importMs ?? "")];
  });
  return table(["function", "kB", "at most", "import ms", "at most"], rows);
}

const kB = (bytes: number) => String(Math.round(bytes / 1_000));
