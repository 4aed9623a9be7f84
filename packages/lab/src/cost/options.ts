import { parseArgs } from "node:util";
import { assumptionNames, assumptions, type Assumed, type AssumptionName } from "./assumptions.ts";
import { usualPeak, type Load } from "./load.ts";
import { regions, type Region } from "./prices.ts";
import { costSettingsOf, parseSetting, type CostSettings } from "./settings.ts";
import { settingsFor } from "@doorbuster/infra/settings";

export interface CostOptions {
  /** Without one, the usual ones are shown side by side. */
  readonly load: Load | undefined;
  readonly region: Region;
  readonly stage: string;
  readonly settings: Partial<CostSettings>;
  readonly assumed: Partial<Assumed>;
  readonly json: boolean;
  readonly write: boolean;
}

/** A wrong command line. The message says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const usage = `Says what a month costs on AWS, by service, from public list prices.

  npm run cost                                                     idle, and 1 thousand to 100 million orders
  npm run cost -- --orders-per-month N [--peak-per-second N]       one load

  --region R            ${regions.join(" or ")}
  --stage S             whose settings to start from: production (the default), preview, or a personal stage
  --setting key=value   a change of them, any number of times, such as capacity=provisioned
  --assume name=value   an assumption of the model, any number of times
  --json                the bill as one JSON object on stdout
  --write               renews the tables of docs/aws/cost.md

Exit status: 0, or 2 for a wrong command.
`;

/** @throws UsageError */
export function parseCostOptions(args: readonly string[]): CostOptions | "help" {
  const values = readFlags(args);
  if (values.help) return "help";
  const region = regions.find((each) => each === values.region);
  if (!region) throw new UsageError(`--region is one of ${regions.join(", ")}.`);
  return {
    load: loadOf(values["orders-per-month"], values["peak-per-second"]),
    region,
    stage: values.stage,
    settings: Object.assign({}, ...values.setting.map(settingOf)) as Partial<CostSettings>,
    assumed: Object.assign({}, ...values.assume.map(assumptionOf)) as Partial<Assumed>,
    json: values.json,
    write: values.write,
  };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        "orders-per-month": { type: "string" },
        "peak-per-second": { type: "string" },
        region: { type: "string", default: "us-east-1" },
        stage: { type: "string", default: "production" },
        setting: { type: "string", multiple: true, default: [] },
        assume: { type: "string", multiple: true, default: [] },
        json: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function loadOf(orders: string | undefined, peak: string | undefined): Load | undefined {
  if (orders === undefined) {
    if (peak !== undefined) throw new UsageError("--peak-per-second goes with --orders-per-month.");
    return undefined;
  }
  const ordersPerMonth = whole("--orders-per-month", orders);
  return {
    ordersPerMonth,
    peakPerSecond: peak === undefined ? usualPeak(ordersPerMonth) : whole("--peak-per-second", peak),
  };
}

function whole(flag: string, text: string): number {
  const value = Number(text.replaceAll("_", ""));
  if (/^[\d_]+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new UsageError(`${flag} takes a whole number, not "${text}".`);
}

function settingOf(text: string): Partial<CostSettings> {
  try {
    return parseSetting(text, costSettingsOf(settingsFor("production")));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function assumptionOf(text: string): Partial<Assumed> {
  const [name = "", value = ""] = text.split("=");
  if (!(name in assumptions)) {
    throw new UsageError(`There is no assumption "${name}". There are: ${assumptionNames.join(", ")}.`);
  }
  const number = Number(value);
  if (value === "" || !Number.isFinite(number) || number < 0) {
    throw new UsageError(`${name} takes a number of ${assumptions[name as AssumptionName].unit}.`);
  }
  return { [name]: number };
}
