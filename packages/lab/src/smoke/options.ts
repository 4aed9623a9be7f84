import { parseArgs } from "node:util";
import { skuSchema } from "@doorbuster/core/catalog/product";
import * as z from "zod";

/** An address without a slash at the end. A stage's name at API Gateway may stand in its path. */
const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));

const optionsSchema = z
  .object({
    /** The storefront. */
    url: address.optional(),
    console: address.optional(),
    /** API Gateway itself; the storefront's own origin forwards no more than the shop's calls. */
    api: address.optional(),
    sku: skuSchema.optional(),
    "no-order": z.boolean(),
    "captured-at": z.enum(["confirmation", "shipment"]),
    stage: z
      .string()
      .regex(/^[A-Za-z0-9-]+$/)
      .optional(),
    provider: address,
    json: z.boolean(),
  })
  .refine(({ url, api }) => url !== undefined || api !== undefined, {
    message: "Name the shop with --url, or its API alone with --api.",
  });
export type SmokeOptions = z.infer<typeof optionsSchema>;

/** A wrong command line. The message says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The collection in which a product is marked for smoke tests: no drop page shows it. */
export const smokeCollection = "smoke";

export const usage = `Tries a deployed shop as its customers do, and says what holds.

  npm run smoke -- --url https://shop.example [options]

  --url URL            the storefront: its pages, their headers, and the shop's calls through its own origin
  --console URL        the console: its pages, and that nobody gets in without signing in
  --api URL            API Gateway itself: the same calls past the CDN, and that unsigned webhooks are refused
  --sku SKU            what the test order buys, one unit of it; without it, the first product that is left of the
                       collection "${smokeCollection}", which no drop page shows
  --no-order           no test order
  --captured-at WHEN   when the stage takes the money: confirmation (the default) or shipment
  --stage STAGE        then reads the stage's tables, queues and lake, and holds its books against each other
  --provider URL       where the payment provider's API is spoken (https://api.stripe.com)
  --json               the outcome as one JSON object on stdout

The test orders pay with the provider's test cards, which a live key refuses; the paid one is called off again. They are
left out when no product is marked. --stage needs AWS credentials and a region in the environment, with leave to read the
stage's tables, bucket, queues and the secret paymentSecretKey; while customers are buying, the books do not agree.

Exit status: 0 when nothing failed, 1 when something did, 2 for a wrong command.
`;

/** @throws UsageError */
export function parseSmokeOptions(args: readonly string[]): SmokeOptions | "help" {
  const { help, ...values } = readFlags(args);
  if (help) return "help";
  const parsed = optionsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const flag = issue?.path[0];
  throw new UsageError(flag === undefined ? String(issue?.message) : `--${String(flag)}: ${issue?.message}.`);
}

function readFlags(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        url: text,
        console: text,
        api: text,
        sku: text,
        "no-order": flag,
        "captured-at": { ...text, default: "confirmation" },
        stage: text,
        provider: { ...text, default: "https://api.stripe.com" },
        json: flag,
        help: { ...flag, short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
