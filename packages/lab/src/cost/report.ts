import { assumptionNames, assumptions } from "./assumptions.ts";
import { byService } from "./bill.ts";
import {
  ordersForSteadyCapacity,
  peakForShards,
  streamWays,
  tableBreakEven,
  tableWays,
  type Ways,
} from "./breakEven.ts";
import { fixedCosts } from "./fixedCosts.ts";
import { usualPeak, type Load } from "./load.ts";
import { meters, priceOf, tiersOf, type Region } from "./prices.ts";
import type { Stage } from "./scene.ts";
import { dollars, dollarsEach, many, number, price, table } from "./text.ts";

/** The parts of the report, by name: what the command prints, and what `docs/aws/cost.md` holds between its marks. */
export async function reportParts(stage: Stage, loads: readonly Load[]): Promise<Record<string, string>> {
  return {
    bills: billsPart(stage, loads),
    fixed: await fixedPart(stage),
    breakEven: await breakEvenPart(stage, loads),
    order: orderPart(stage),
    assumptions: assumptionsPart(stage),
    prices: pricesPart(stage.region),
  };
}

/** One column per load, one row per service. */
export function billsPart(stage: Stage, loads: readonly Load[]): string {
  const plain = loads.map((load) => stage.bill(load, "none"));
  const free = loads.map((load) => stage.bill(load, "always"));
  const services = [...new Set(meters.map((meter) => priceOf(meter).service))].filter((service) =>
    plain.some((bill) => (byService(bill).get(service) ?? 0) > 0),
  );
  const orders = loads.map(({ ordersPerMonth }) => ordersPerMonth);
  return table(
    ["US dollars a month", ...orders.map(many)],
    [
      ["orders in the busiest second", ...loads.map(({ peakPerSecond }) => number(peakPerSecond))],
      ...services.map((service) => [
        service,
        ...plain.map((bill) => dollars(byService(bill).get(service) ?? 0)),
      ]),
      ["**all, without free tier**", ...plain.map(({ microUsd }) => dollars(microUsd))],
      ["**all, with free tier**", ...free.map(({ microUsd }) => dollars(microUsd))],
      ["an order, without", ...plain.map(({ microUsd }, i) => dollarsEach(microUsd, orders[i] ?? 0))],
      ["an order, with", ...free.map(({ microUsd }, i) => dollarsEach(microUsd, orders[i] ?? 0))],
    ],
  );
}

/** What is paid while nobody comes, and what removes it. */
export async function fixedPart(stage: Stage): Promise<string> {
  const { microUsd, services, savings, thrifty, leftBySettings, left } = await fixedCosts(stage, "always");
  const small = { ordersPerMonth: 1_000, peakPerSecond: usualPeak(1_000) };
  const [asItIs, thriftily] = [stage, thrifty].map((each) => dollars(each.bill(small, "always").microUsd));
  return [
    `Idle, with the free tier, this stage costs ${dollars(microUsd)} a month:`,
    table(
      ["service", "a month"],
      services.map((each) => [each.service, dollars(each.microUsd)]),
    ),
    `What removes how much of it. The settings together leave ${dollars(leftBySettings)}; without what is part of every stage, ${dollars(left)} would be left.`,
    table(
      ["what", "", "saves a month"],
      savings.map(({ how, isSetting, microUsd: saved }) => [
        how,
        isSetting ? "setting" : "part of every stage",
        dollars(saved),
      ]),
      2,
    ),
    `A thousand orders a month cost ${asItIs} as the stage is, and ${thriftily} with the settings.`,
  ].join("\n\n");
}

export async function breakEvenPart(stage: Stage, loads: readonly Load[]): Promise<string> {
  const busy = loads.filter(({ ordersPerMonth }) => ordersPerMonth > 0);
  const rows = (ways: readonly Ways[]) =>
    ways.map(({ load, onDemand, provisioned }) => [
      many(load.ordersPerMonth),
      number(load.peakPerSecond),
      dollars(onDemand),
      dollars(provisioned),
    ]);
  const peaks = await Promise.all(busy.map(({ ordersPerMonth }) => peakForShards(stage, ordersPerMonth)));
  const steady = ordersForSteadyCapacity(stage, 100);
  return [
    `DynamoDB: a provisioned write costs what an on-demand write costs when ${(tableBreakEven(stage.region) * 100).toFixed(1)} % of the capacity is used. Capacity held all month for 100 orders a second pays from ${number(steady)} orders a month.`,
    table(
      ["orders a month", "peak a second", "on demand", "provisioned"],
      rows(await tableWays(stage, busy)),
    ),
    "Kinesis: shards are held for the peak all month, on demand is paid by the gigabyte. Shards are cheaper up to the peak in the last column.",
    table(
      ["orders a month", "peak a second", "on demand", "shards", "shards up to"],
      rows(await streamWays(stage, busy)).map((row, i) => [...row, number(peaks[i] ?? 0)]),
    ),
  ].join("\n\n");
}

/** What one order does, as metered. */
function orderPart(stage: Stage): string {
  const { work } = stage.scene({ ordersPerMonth: 1, peakPerSecond: 1 });
  return [
    table(
      ["table", "write units", "read units"],
      [...work.tables].map(([name, { write, read }]) => [name, number(write), number(read)]),
    ),
    `Timeline: ${work.entries.map((type) => `\`${type}\``).join(", ")}. The row takes ${work.rowBytes} bytes in the end, an entry ${work.entryBytes}, an event ${work.eventBytes}.`,
  ].join("\n\n");
}

function assumptionsPart({ assumed }: Stage): string {
  return table(
    ["assumption", "unit", "why", "value"],
    assumptionNames.map((name) => [
      `\`${name}\``,
      assumptions[name].unit,
      assumptions[name].why,
      number(assumed[name]),
    ]),
    3,
  );
}

function pricesPart(region: Region): string {
  return table(
    ["service", "unit", "page", "read of", "free a month", "for", "price"],
    meters.map((meter) => {
      const { service, unit, page, sources, free, per } = priceOf(meter);
      return [
        service,
        unit,
        page,
        sources.map(({ date }) => date).join(", ") || "to be checked",
        free ? `${number(free.units)}${free.kind === "firstYear" ? " (first year)" : ""}` : "",
        number(per),
        tiersOf(meter, region)
          .map(({ microUsd }) => `$${price(microUsd / 1_000_000)}`)
          .join(" › "),
      ];
    }),
    5,
  );
}

/** Which prices are not a region's own. */
export function borrowedPrices(region: Region): string | undefined {
  if (region === "us-east-1") return undefined;
  const borrowed = meters.filter((meter) => priceOf(meter).elsewhere?.[region] === undefined);
  return `${borrowed.length} of ${meters.length} prices of ${region} are not known here; us-east-1's stand in for them: ${borrowed.join(", ")}.`;
}
