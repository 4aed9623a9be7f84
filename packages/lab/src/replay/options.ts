import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { parseDecimal, type Decimal } from "./decimal.ts";
import type { Pace } from "./drive.ts";
import { runIdPattern } from "./sku.ts";

export interface ReplayOptions {
  readonly file: string;
  readonly pace: Pace;
  /** The first so many invoices; all of them without it. */
  readonly limit: number | undefined;
  readonly stockShare: Decimal;
  readonly declineShare: number;
  readonly run: string;
  readonly json: boolean;
}

/** A wrong command line. The message says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const usage = `Drives a file of real orders through a shop and accounts for every one of them.

  npm run replay -- FILE [options]

  --rate N | max       checkouts begun a second (max: as fast as they are answered, the default)
  --concurrency N      checkouts in flight at most (32)
  --limit N            the first N invoices only
  --stock-share X      stock that much of what the file asks for (1: everything)
  --decline-share X    that share of invoices pays with a declined card (0)
  --run ID             takes up a run that was interrupted, with the same file and options
  --json               the reconciliation as one JSON object on stdout

It uses the shop that runs on this machine, or else a throwaway one that holds only the file's products.
Exit status: 0 when everything agrees, 1 when it does not, 2 for a wrong command or file.
`;

/** @throws UsageError */
export function parseReplayOptions(args: readonly string[]): ReplayOptions | "help" {
  const { values, positionals } = readFlags(args);
  if (values.help) return "help";
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError("Name the file to replay.");
  if (more.length > 0) throw new UsageError(`One file at a time, not ${positionals.join(" and ")}.`);
  const run = values.run ?? newRunId();
  if (!runIdPattern.test(run)) {
    throw new UsageError(
      "--run takes 1 to 20 letters, digits, dots and dashes, and begins with a letter or digit.",
    );
  }
  return {
    file,
    pace: {
      ratePerSecond: values.rate === "max" ? "max" : Number(positive("--rate", values.rate)),
      concurrency: Number(wholePositive("--concurrency", values.concurrency)),
    },
    limit: values.limit === undefined ? undefined : wholePositive("--limit", values.limit),
    stockShare: share("--stock-share", values["stock-share"]),
    declineShare: declineShare(values["decline-share"]),
    run,
    json: values.json,
  };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rate: { type: "string", default: "max" },
        concurrency: { type: "string", default: "32" },
        limit: { type: "string" },
        "stock-share": { type: "string", default: "1" },
        "decline-share": { type: "string", default: "0" },
        run: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (parseDecimal(text) && value > 0) return value;
  throw new UsageError(`${flag} takes a number above 0${flag === "--rate" ? " or max" : ""}, not "${text}".`);
}

function wholePositive(flag: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value > 0 && Number.isSafeInteger(value)) return value;
  throw new UsageError(`${flag} takes a whole number above 0, not "${text}".`);
}

function share(flag: string, text: string): Decimal {
  const value = parseDecimal(text);
  if (value && value.units >= 0n) return value;
  throw new UsageError(`${flag} takes a number such as 0.5, not "${text}".`);
}

function declineShare(text: string): number {
  const value = Number(text);
  if (parseDecimal(text) && value >= 0 && value <= 1) return value;
  throw new UsageError(`--decline-share takes a number from 0 to 1, not "${text}".`);
}

/** Time first, so that runs sort by age. */
function newRunId(): string {
  return `${Date.now().toString(36)}-${randomBytes(2).toString("hex")}`;
}
