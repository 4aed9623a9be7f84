import { lifecycle, moveNames, type MoveName } from "@doorbuster/core/order/lifecycle";
import { paymentStateSchema, orderStatusSchema } from "@doorbuster/core/order/order";

type Rule = (typeof lifecycle)[MoveName];

/** The allowed moves as a page: two diagrams and the whole table. Pure. */
export function lifecyclePage(): string {
  return `# The life of an order

Drawn from the table in \`packages/core/src/order/lifecycle.ts\` by \`npm run docs\`; a test fails when this page is stale.
Whatever is not here does not happen: an illegal move is refused with its reason.

## The order

\`\`\`mermaid
${diagram("pending", orderArrows())}
\`\`\`

Statuses: ${orderStatusSchema.options.map(code).join(", ")}.

## Its money

\`\`\`mermaid
${diagram("open", paymentArrows())}
\`\`\`

Payment states: ${paymentStateSchema.options.map(code).join(", ")}.

## Every move

| move | from | with its payment | order becomes | payment becomes | entry in the timeline | units |
| --- | --- | --- | --- | --- | --- | --- |
${moveNames.map((name) => row(name, lifecycle[name])).join("\n")}
`;
}

const code = (text: string) => `\`${text}\``;

function row(name: string, rule: Rule): string {
  const cells = [
    code(name) + ("once" in rule ? ", once" : ""),
    rule.from.map(code).join(", "),
    rule.payment.map(code).join(", "),
    "to" in rule ? code(rule.to) : "stays",
    "paymentTo" in rule ? code(rule.paymentTo) : "stays",
    code(rule.entry),
    rule.releases ? "back on sale" : "held",
  ];
  return `| ${cells.join(" | ")} |`;
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

const orderArrows = () =>
  moveNames.flatMap((label): Arrow[] => {
    const rule = lifecycle[label];
    return "to" in rule ? rule.from.map((from) => ({ from, to: rule.to, label })) : [];
  });

const paymentArrows = () =>
  moveNames.flatMap((label): Arrow[] => {
    const rule = lifecycle[label];
    return "paymentTo" in rule ? rule.payment.map((from) => ({ from, to: rule.paymentTo, label })) : [];
  });

/** Mermaid's state diagram; arrows between the same two states share one line. */
function diagram(first: string, arrows: readonly Arrow[]): string {
  const byEnds = Map.groupBy(arrows, ({ from, to }) => `${from} --> ${to}`);
  const lines = [...byEnds].map(([ends, same]) => `  ${ends}: ${same.map(({ label }) => label).join(", ")}`);
  return ["stateDiagram-v2", `  [*] --> ${first}: place`, ...lines].join("\n");
}
