import { parseArgs } from "node:util";
import type { Span } from "@doorbuster/adapters/dynamo/timelineScan";
import { claimsKeptDays } from "@doorbuster/adapters/dynamo/claimStore";
import { isoTime } from "@doorbuster/core/ports";
import * as z from "zod";

/** Where entries can be published: `announce` is SNS, `publish` Kinesis, by the names of the functions that do it always. */
export const targetNames = ["announce", "publish"] as const;
export type TargetName = (typeof targetNames)[number];

export interface RepublishOptions {
  readonly span: Span;
  readonly targets: readonly TargetName[];
  readonly dryRun: boolean;
  /** A deployed stage; without it the shop that runs on this machine. */
  readonly stage: string | undefined;
}

/** What may be wrong with a command. */
export type UsageCode =
  | "BAD_FLAG"
  | "NOT_A_TIME"
  | "FROM_NOT_BEFORE_TO"
  | "IN_THE_FUTURE"
  | "SPAN_TOO_LONG"
  | "ANNOUNCED_TOO_LONG_AGO";

/** A wrong command line. The message says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code: UsageCode;

  constructor(code: UsageCode, message: string) {
    super(message);
    this.code = code;
  }
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export const usage = `Publishes what happened to orders in a span of time again, from their timelines.

  npm run republish -- --from TIME --to TIME [options]

  --from TIME, --to TIME   ISO 8601 with its zone, such as 2026-11-27T09:00:00Z; the second is not taken in
  --only TARGET            announce (SNS: mails, texts, pushes, payments) or publish (Kinesis: live screen, lake);
                           both without it
  --dry-run                counts what would be published
  --yes                    for a span of more than a day
  --stage STAGE            a deployed stage, from SST's shell, which tells where its resources are:
                           npx sst shell --stage STAGE -- npm run republish -- --stage STAGE --from …

For when a reader has lost its stream, which forgets after 24 hours, or a bug has swallowed events. Whoever has an event
already leaves it alone, so it is safe to repeat. It reads the whole table of orders, however short the span is: half a read
unit for every 4 kB of it. Not during a drop.

Exit status: 0 when everything was published, 1 when not, 2 for a wrong command.
`;

/**
 * @param now Unix ms
 * @throws UsageError
 */
export function parseRepublishOptions(args: readonly string[], now: number): RepublishOptions | "help" {
  const values = readFlags(args);
  if (values.help) return "help";
  const targets = values.only === undefined ? targetNames : [targetOf(values.only)];
  const span = { from: timeOf("--from", values.from), to: timeOf("--to", values.to) };
  checkSpan(span, { now, isSure: values.yes, announces: targets.includes("announce") });
  return { span, targets, dryRun: values["dry-run"], stage: values.stage };
}

const timeSchema = z.iso.datetime({ offset: true });

function timeOf(flag: string, value: string | undefined): string {
  if (value === undefined)
    throw new UsageError("BAD_FLAG", `Say when, with --from and --to: ${flag} is missing.`);
  if (!timeSchema.safeParse(value).success) {
    const example = "2026-11-27T09:00:00Z";
    throw new UsageError(
      "NOT_A_TIME",
      `${flag}: ${value} is no time as ISO 8601 writes it, such as ${example}.`,
    );
  }
  return isoTime(Date.parse(value)); // as entries are dated, so that they compare as text
}

function checkSpan({ from, to }: Span, on: { now: number; isSure: boolean; announces: boolean }): void {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (start >= end) throw new UsageError("FROM_NOT_BEFORE_TO", `--from ${from} is not before --to ${to}.`);
  if (end > on.now) throw new UsageError("IN_THE_FUTURE", `--to ${to} has not been yet.`);
  if (on.announces && on.now - start > claimsKeptDays * dayMs) {
    throw new UsageError(
      "ANNOUNCED_TOO_LONG_AGO",
      `Who was told what is known for ${claimsKeptDays} days: to announce what is older would tell customers again. ` +
        "Begin later, or take --only publish.",
    );
  }
  if (end - start > dayMs && !on.isSure) {
    const hours = Math.ceil((end - start) / hourMs);
    throw new UsageError(
      "SPAN_TOO_LONG",
      `That is ${hours} hours, more than a day. If it is meant, add --yes.`,
    );
  }
}

function targetOf(value: string): TargetName {
  const target = targetNames.find((name) => name === value);
  if (target) return target;
  throw new UsageError("BAD_FLAG", `--only takes ${targetNames.join(" or ")}, not ${value}.`);
}

function readFlags(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        from: text,
        to: text,
        only: text,
        "dry-run": flag,
        yes: flag,
        stage: text,
        help: { ...flag, short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError("BAD_FLAG", error instanceof Error ? error.message : String(error));
  }
}
