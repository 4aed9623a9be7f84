import type { ChaosResult } from "./chaos.ts";

/** What happened, for people. */
export function chaosReport(result: ChaosResult): string {
  const { seed, runMs, requests, restMs, told, repeats, figures, disagreements, deadLetters } = result;
  const { orders, provider, stock } = figures;
  return [
    `seed ${seed}, ${(runMs / 60_000).toFixed(1)} min of load and trouble, ${requests} requests`,
    ...section("answers", result.answers),
    ...section("after that", result.afterSales),
    ...section("done to the shop", result.troubles),
    ...section("faults that struck", result.strikes),
    `orders: ${orders.confirmed} confirmed, ${orders.declined} declined, ${orders.pending} pending`,
    `provider: ${provider.authorized} payments held or taken, of these ${provider.captures} taken`,
    `stock: ${stock.stocked} stocked, ${stock.sold} sold, ${stock.available} available, ${stock.oversoldSkus} SKUs oversold`,
    ...section("told", told),
    ...section("told again, after a crash or a lost answer", repeats),
    `at rest after ${Math.round(restMs / 1_000)} s`,
    ...section("given up", deadLetters),
    "",
    ...(disagreements.length === 0
      ? ["Everything agrees."]
      : [
          "It does not agree:",
          ...disagreements.flatMap(({ what, which }) => [`- ${what}`, ...which.map((each) => `    ${each}`)]),
        ]),
  ].join("\n");
}

function section(title: string, counts: Readonly<Record<string, number>>): string[] {
  const lines = Object.entries(counts).map(([name, times]) => `  ${String(times).padStart(6)}  ${name}`);
  return lines.length === 0 ? [] : [`${title}:`, ...lines];
}
