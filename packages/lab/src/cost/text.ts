/** Micro-dollars as people read them: cents below a hundred dollars, whole dollars above. */
export function dollars(microUsd: number): string {
  const usd = microUsd / 1_000_000;
  if (usd !== 0 && Math.abs(usd) < 0.005) return "<$0.01";
  const digits = Math.abs(usd) < 100 ? 2 : 0;
  return `$${usd.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** What one order costs, to a hundredth of a cent. */
export function dollarsEach(microUsd: number, count: number): string {
  return count === 0 ? "–" : `$${(microUsd / 1_000_000 / count).toFixed(4)}`;
}

export const number = (value: number) => value.toLocaleString("en-US");

/** A list price, with as many digits as it has: 0.00013 dollars for an hour of one read capacity unit. */
export const price = (usd: number) => usd.toLocaleString("en-US", { maximumFractionDigits: 7 });

/** `1 thousand`, `10 thousand`, `1 million`; `idle` for none. */
export function many(orders: number): string {
  if (orders === 0) return "idle";
  if (orders % 1_000_000 === 0) return `${orders / 1_000_000} million`;
  if (orders % 1_000 === 0) return `${orders / 1_000} thousand`;
  return number(orders);
}

/** A Markdown table as the formatter leaves it: cells padded, the columns of numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], words = 1): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const cell = (text: string, column: number) =>
    column < words ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    column < words ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [line(head), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}
