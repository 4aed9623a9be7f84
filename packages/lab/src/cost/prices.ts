/**
 * AWS's public list prices, as data. Money is in micro-dollars (a millionth of a US dollar), always whole numbers: the
 * smallest price here, 0.13 millidollars for an hour of one read capacity unit, is 130 of them.
 */

/** Prices of a region are its own where they are known here, and us-east-1's where they are not. */
export const regions = ["us-east-1", "eu-west-1", "eu-central-1"] as const;
export type Region = (typeof regions)[number];

/** Units of a month up to `upTo` (without it: all that are left) at `microUsd` for every `per` units. */
export interface Tier {
  readonly upTo?: number;
  readonly microUsd: number;
}

export interface Price {
  readonly service: string;
  /** What one unit is. */
  readonly unit: string;
  readonly per: number;
  /** In us-east-1, cheapest last; graduated, as AWS bills: each unit at the price of the tier it falls into. */
  readonly tiers: readonly [Tier, ...Tier[]];
  readonly elsewhere?: Readonly<Partial<Record<Region, readonly [Tier, ...Tier[]]>>>;
  /**
   * Units a month that cost nothing. `always` does not expire. `firstYear` is for accounts opened before 15 July 2025;
   * later ones get credits of up to 200 dollars instead.
   */
  readonly free?: { readonly units: number; readonly kind: "always" | "firstYear" };
  /** AWS's page on which to check it. */
  readonly page: string;
  /** Whether a dated copy of AWS's price list or page was read; the rest are widely published and must be checked. */
  readonly verified: boolean;
  /** The day of that copy; of the others, the day on which they were written down. */
  readonly date: string;
}

const million = 1_000_000;
const writtenDown = "2026-11-23";
const pricingPage = (service: string) => `aws.amazon.com/${service}/pricing`;
const read = (service: string, date: string) => ({ page: pricingPage(service), verified: true, date });
const unread = (service: string) => ({ page: pricingPage(service), verified: false, date: writtenDown });

const flat = (microUsd: number) => [{ microUsd }] as const;

export const prices = {
  cloudFrontRequests: {
    service: "CloudFront",
    unit: "HTTPS request",
    per: 10_000,
    tiers: flat(10_000),
    free: { units: 10 * million, kind: "always" },
    ...unread("cloudfront"),
  },
  cloudFrontGb: {
    service: "CloudFront",
    unit: "GB to the internet",
    per: 1,
    tiers: [
      { upTo: 10 * 1024, microUsd: 85_000 },
      { upTo: 50 * 1024, microUsd: 80_000 },
      { upTo: 150 * 1024, microUsd: 60_000 },
      { upTo: 500 * 1024, microUsd: 40_000 },
      { microUsd: 30_000 },
    ],
    free: { units: 1024, kind: "always" },
    ...unread("cloudfront"),
  },
  wafAcls: {
    service: "WAF",
    unit: "web ACL and month",
    per: 1,
    tiers: flat(5_000_000),
    ...unread("waf"),
  },
  wafRules: {
    service: "WAF",
    unit: "rule or managed rule group and month",
    per: 1,
    tiers: flat(1_000_000),
    ...unread("waf"),
  },
  wafRequests: {
    service: "WAF",
    unit: "request inspected",
    per: million,
    tiers: flat(600_000),
    ...unread("waf"),
  },
  shieldAdvanced: {
    service: "Shield Advanced",
    unit: "month, bound for a year",
    per: 1,
    tiers: flat(3_000_000_000),
    ...unread("shield"),
  },
  apiRequests: {
    service: "API Gateway",
    unit: "REST request",
    per: million,
    tiers: [
      { upTo: 333 * million, microUsd: 3_500_000 },
      { upTo: 1_000 * million, microUsd: 2_800_000 },
      { upTo: 20_000 * million, microUsd: 2_380_000 },
      { microUsd: 1_510_000 },
    ],
    free: { units: million, kind: "firstYear" },
    ...read("api-gateway", "2026-09-20"), // the first tier; the others from the same page's older copies
  },
  lambdaRequests: {
    service: "Lambda",
    unit: "invocation",
    per: million,
    tiers: flat(200_000),
    elsewhere: { "eu-central-1": flat(200_000) },
    free: { units: million, kind: "always" },
    ...read("lambda", "2026-10-05"),
  },
  lambdaGbSeconds: {
    service: "Lambda",
    unit: "GB-second on arm64",
    per: million,
    tiers: [
      { upTo: 7_500 * million, microUsd: 13_333_400 },
      { upTo: 18_750 * million, microUsd: 12_000_100 },
      { microUsd: 10_666_700 },
    ],
    elsewhere: { "eu-central-1": flat(13_333_400), "eu-west-1": flat(13_333_400) },
    free: { units: 400_000, kind: "always" },
    ...read("lambda", "2026-10-05"), // the first tier
  },
  lambdaProvisionedGbSeconds: {
    service: "Lambda",
    unit: "GB-second on arm64 kept ready",
    per: million,
    tiers: flat(3_333_400),
    ...read("lambda", "2026-10-05"),
  },
  tableWriteUnits: {
    service: "DynamoDB",
    unit: "write request unit (1 KB, on demand)",
    per: million,
    tiers: flat(625_000),
    elsewhere: { "eu-central-1": flat(762_500) },
    ...read("dynamodb", "2026-10-04"),
  },
  tableReadUnits: {
    service: "DynamoDB",
    unit: "read request unit (4 KB, on demand)",
    per: million,
    tiers: flat(125_000),
    elsewhere: { "eu-central-1": flat(152_500) },
    ...read("dynamodb", "2026-10-04"),
  },
  tableWriteCapacityHours: {
    service: "DynamoDB",
    unit: "hour of one write capacity unit",
    per: 1,
    tiers: flat(650),
    free: { units: 25 * 730, kind: "always" },
    ...read("dynamodb", "2026-08-12"),
  },
  tableReadCapacityHours: {
    service: "DynamoDB",
    unit: "hour of one read capacity unit",
    per: 1,
    tiers: flat(130),
    free: { units: 25 * 730, kind: "always" },
    ...unread("dynamodb"),
  },
  tableGb: {
    service: "DynamoDB",
    unit: "GB kept for a month",
    per: 1,
    tiers: flat(250_000),
    elsewhere: { "eu-central-1": flat(306_000) },
    free: { units: 25, kind: "always" },
    ...read("dynamodb", "2026-10-04"),
  },
  tableBackupGb: {
    service: "DynamoDB",
    unit: "GB under point-in-time recovery for a month",
    per: 1,
    tiers: flat(200_000),
    elsewhere: { "eu-central-1": flat(244_800) },
    ...unread("dynamodb"), // eu-central-1's was read in the price list of 2026-09-11
  },
  snsPublishes: {
    service: "SNS and SQS",
    unit: "message published (64 KB); delivery to SQS is free",
    per: million,
    tiers: flat(500_000),
    elsewhere: { "eu-central-1": flat(500_000) },
    free: { units: million, kind: "always" },
    ...read("sns", "2026-09-11"), // in eu-central-1's price list, where it is the same
  },
  sqsRequests: {
    service: "SNS and SQS",
    unit: "SQS request (64 KB)",
    per: million,
    tiers: flat(400_000),
    elsewhere: { "eu-central-1": flat(400_000) },
    free: { units: million, kind: "always" },
    ...read("sqs", "2026-09-11"), // in eu-central-1's price list, where it is the same
  },
  streamShardHours: {
    service: "Kinesis",
    unit: "shard-hour",
    per: 1,
    tiers: flat(15_000),
    ...read("kinesis/data-streams", "2026-09-30"),
  },
  streamPutUnits: {
    service: "Kinesis",
    unit: "PUT payload unit (25 KB)",
    per: million,
    tiers: flat(14_000),
    ...read("kinesis/data-streams", "2026-09-30"),
  },
  streamFanOutShardHours: {
    service: "Kinesis",
    unit: "consumer-shard-hour of enhanced fan-out",
    per: 1,
    tiers: flat(15_000),
    ...read("kinesis/data-streams", "2026-09-30"),
  },
  streamFanOutGb: {
    service: "Kinesis",
    unit: "GB read by enhanced fan-out",
    per: 1,
    tiers: flat(13_000),
    ...read("kinesis/data-streams", "2026-09-30"),
  },
  streamOnDemandHours: {
    service: "Kinesis",
    unit: "hour of an on-demand stream",
    per: 1,
    tiers: flat(40_000),
    ...read("kinesis/data-streams", "2026-09-30"),
  },
  streamOnDemandInGb: {
    service: "Kinesis",
    unit: "GB written on demand, records rounded up to 1 KB",
    per: 1,
    tiers: flat(80_000),
    ...read("kinesis/data-streams", "2026-09-30"),
  },
  streamOnDemandOutGb: {
    service: "Kinesis",
    unit: "GB read on demand",
    per: 1,
    tiers: flat(40_000),
    ...read("kinesis/data-streams", "2026-09-30"),
  },
  streamOnDemandFanOutGb: {
    service: "Kinesis",
    unit: "GB read on demand by enhanced fan-out",
    per: 1,
    tiers: flat(50_000),
    ...read("kinesis/data-streams", "2026-09-30"),
  },
  lakePuts: {
    service: "S3 and Athena",
    unit: "PUT",
    per: 1_000,
    tiers: flat(5_000),
    ...unread("s3"),
  },
  lakeGb: {
    service: "S3 and Athena",
    unit: "GB kept for a month",
    per: 1,
    tiers: flat(23_000),
    ...unread("s3"),
  },
  athenaTb: {
    service: "S3 and Athena",
    unit: "TB scanned",
    per: 1,
    tiers: flat(5_000_000),
    ...unread("athena"),
  },
  mails: {
    service: "Messages",
    unit: "mail sent by SES",
    per: 1_000,
    tiers: flat(100_000),
    free: { units: 3_000, kind: "firstYear" },
    ...unread("ses"),
  },
  textMessages: {
    service: "Messages",
    unit: "SMS to the United States, carriers' fees apart",
    per: 1,
    tiers: flat(6_450),
    ...unread("sns/sms"),
  },
  activeUsers: {
    service: "Cognito",
    unit: "active user and month (Essentials)",
    per: 1,
    tiers: flat(15_000),
    free: { units: 10_000, kind: "always" },
    ...read("cognito", "2026-09-20"),
  },
  logGb: {
    service: "CloudWatch",
    unit: "GB of logs taken in",
    per: 1,
    tiers: flat(500_000),
    elsewhere: { "eu-central-1": flat(630_000) },
    free: { units: 5, kind: "always" },
    ...read("cloudwatch", "2026-10-05"),
  },
  logKeptGb: {
    service: "CloudWatch",
    unit: "GB of logs kept for a month",
    per: 1,
    tiers: flat(30_000),
    elsewhere: { "eu-central-1": flat(32_400) },
    ...read("cloudwatch", "2026-10-05"),
  },
  alarms: {
    service: "CloudWatch",
    unit: "alarm and month",
    per: 1,
    tiers: flat(100_000),
    elsewhere: { "eu-central-1": flat(100_000) },
    free: { units: 10, kind: "always" },
    ...read("cloudwatch", "2026-09-11"), // in eu-central-1's price list, where it is the same
  },
  dashboards: {
    service: "CloudWatch",
    unit: "dashboard and month",
    per: 1,
    tiers: flat(3_000_000),
    free: { units: 3, kind: "always" },
    ...unread("cloudwatch"),
  },
  customMetrics: {
    service: "CloudWatch",
    unit: "custom metric and month",
    per: 1,
    tiers: flat(300_000),
    free: { units: 10, kind: "always" },
    ...unread("cloudwatch"),
  },
  traces: {
    service: "X-Ray",
    unit: "trace recorded",
    per: million,
    tiers: flat(5_000_000),
    free: { units: 100_000, kind: "always" },
    ...unread("xray"),
  },
  trailDataEvents: {
    service: "CloudTrail",
    unit: "data event",
    per: 100_000,
    tiers: flat(100_000),
    ...unread("cloudtrail"),
  },
  keys: {
    service: "KMS and secrets",
    unit: "customer managed key and month",
    per: 1,
    tiers: flat(1_000_000),
    ...unread("kms"),
  },
  keyRequests: {
    service: "KMS and secrets",
    unit: "KMS request",
    per: 10_000,
    tiers: flat(30_000),
    free: { units: 20_000, kind: "always" },
    ...unread("kms"),
  },
  secrets: {
    service: "KMS and secrets",
    unit: "secret and month",
    per: 1,
    tiers: flat(400_000),
    ...unread("secrets-manager"),
  },
  secretReads: {
    service: "KMS and secrets",
    unit: "call of Secrets Manager",
    per: 10_000,
    tiers: flat(50_000),
    ...unread("secrets-manager"),
  },
  quickSightAuthors: {
    service: "QuickSight",
    unit: "author and month",
    per: 1,
    tiers: flat(24_000_000),
    ...read("quick/quicksight", "2026-10-07"),
  },
  quickSightReaders: {
    service: "QuickSight",
    unit: "reader and month",
    per: 1,
    tiers: flat(3_000_000),
    ...read("quick/quicksight", "2026-10-07"),
  },
  natHours: {
    service: "Network",
    unit: "hour of a NAT gateway",
    per: 1,
    tiers: flat(45_000),
    ...unread("vpc"),
  },
  natGb: {
    service: "Network",
    unit: "GB through a NAT gateway",
    per: 1,
    tiers: flat(45_000),
    ...unread("vpc"),
  },
  publicAddressHours: {
    service: "Network",
    unit: "hour of a public IPv4 address",
    per: 1,
    tiers: flat(5_000),
    ...unread("vpc"),
  },
  endpointHours: {
    service: "Network",
    unit: "hour of an interface endpoint in one zone",
    per: 1,
    tiers: flat(10_000),
    ...unread("privatelink"),
  },
  endpointGb: {
    service: "Network",
    unit: "GB through an interface endpoint",
    per: 1,
    tiers: flat(10_000),
    ...unread("privatelink"),
  },
  hostedZones: {
    service: "Network",
    unit: "hosted zone of Route 53 and month",
    per: 1,
    tiers: flat(500_000),
    ...unread("route53"),
  },
} as const satisfies Readonly<Record<string, Price>>;

/** What is metered; every kind of usage has its price. */
export type Meter = keyof typeof prices;
export const meters = Object.keys(prices) as Meter[];

export const priceOf = (meter: Meter): Price => prices[meter];

/** The tiers of a region; us-east-1's where that region's are not known here. */
export function tiersOf(meter: Meter, region: Region): readonly [Tier, ...Tier[]] {
  const { tiers, elsewhere } = priceOf(meter);
  return elsewhere?.[region] ?? tiers;
}
