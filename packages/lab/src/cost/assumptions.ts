/** One number that no price list and no line of code can give. Everything else is derived. */
interface Assumption {
  readonly value: number;
  readonly unit: string;
  readonly why: string;
}

/** What the model assumes of customers, staff and the time that work takes. Any of them: `--assume name=value`. */
export const assumptions = {
  linesPerOrder: {
    value: 2,
    unit: "lines",
    why: "a drop sells few things; each line takes from one stock shard",
  },
  visitsPerOrder: { value: 10, unit: "visits", why: "one visitor in ten buys" },
  pollsPerVisit: { value: 20, unit: "requests", why: "a minute on a page that asks for stock every 3 s" },
  edgeCopies: {
    value: 200,
    unit: "copies",
    why: "a dozen edge locations keep the drop and sixteen products, a second each",
  },
  pagesPerVisit: {
    value: 25,
    unit: "requests",
    why: "page, scripts, styles, pictures; served by CloudFront",
  },
  missShare: {
    value: 0.05,
    unit: "share of those",
    why: "files of which an edge location has no copy yet; Lambda@Edge looks at each",
  },
  visitKb: { value: 600, unit: "kB", why: "first load below 150 kB of script, and pictures" },
  callsPerOrder: {
    value: 12,
    unit: "requests",
    why: "quotes while the form is open, the checkout, the order page",
  },
  dynamicPagesPerOrder: { value: 4, unit: "requests", why: "pages that the site's function renders" },
  pollMs: { value: 5, unit: "ms", why: "answered from the function's cache of one second" },
  readUnitsPerCall: { value: 4, unit: "read units", why: "the products of a basket and their stock shards" },
  callMs: { value: 30, unit: "ms", why: "a few reads" },
  checkoutMs: { value: 900, unit: "ms", why: "two transactions, and the wait for the provider" },
  pageMs: { value: 100, unit: "ms", why: "rendering on the server" },
  signerMs: { value: 5, unit: "ms", why: "Lambda@Edge; hashes a body, if there is one" },
  watchMsPerOrder: { value: 2_000, unit: "ms", why: "an order is followed while it is unsettled" },
  staffScreenHours: {
    value: 40,
    unit: "hours a month",
    why: "one live screen, two hours on each working day",
  },
  staffCallsPerHour: { value: 120, unit: "requests", why: "the console's other pages" },
  batchMs: { value: 40, unit: "ms", why: "one invocation of a stream or queue consumer" },
  providerMs: { value: 600, unit: "ms", why: "one call of the provider, off the customer's path" },
  sweepMs: { value: 150, unit: "ms", why: "sixteen small queries that find nothing" },
  auditMs: { value: 2, unit: "ms an order", why: "rows and payments are read a hundred at once" },
  coldStartShare: { value: 0.01, unit: "share of invocations", why: "each reads its secrets once" },
  logKbPerInvocation: { value: 1, unit: "kB", why: "platform report and one line of ours" },
  logKbPerRequest: { value: 0.5, unit: "kB", why: "API Gateway's access log" },
  orderMonthsKept: { value: 12, unit: "months", why: "storage is billed for the year's orders" },
  lakeMonthsKept: { value: 12, unit: "months", why: "storage is billed for the year's events" },
  lakeBytesPerEvent: { value: 60, unit: "bytes", why: "Parquet with zstd, in files of a minute" },
  reportsPerMonth: { value: 600, unit: "reports", why: "twenty a day, each scanning a month" },
  signedInShare: {
    value: 0.1,
    unit: "share of orders",
    why: "most buy as guests; everybody counts as one person",
  },
  idlePollers: {
    value: 5,
    unit: "pollers a queue",
    why: "Lambda asks an empty queue five times at once, for 20 s",
  },
  peakHours: { value: 20, unit: "hours a month", why: "capacity for the peak is scheduled around drops" },
  targetUtilization: { value: 0.7, unit: "share", why: "the auto scaling target of provisioned tables" },
  zones: { value: 2, unit: "zones", why: "of the private network" },
} as const satisfies Record<string, Assumption>;

export type AssumptionName = keyof typeof assumptions;
export type Assumed = Readonly<Record<AssumptionName, number>>;

export const assumptionNames = Object.keys(assumptions) as AssumptionName[];

/** The assumptions as plain numbers, some of them replaced. */
export function assume(changes: Partial<Assumed> = {}): Assumed {
  const values = Object.fromEntries(assumptionNames.map((name) => [name, assumptions[name].value]));
  return { ...(values as Assumed), ...changes };
}
