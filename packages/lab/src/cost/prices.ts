/**
 * AWS's public list prices, as data. Money is in micro-dollars (a millionth of a US dollar), always whole numbers: the
 * smallest price here, 0.13 millidollars for an hour of one read capacity unit, is 130 of them.
 */

import { awsPage, awsSample, c3x, infracost, priceList, type Source } from "./sources.ts";

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
  /** A dated copy of AWS's own page, or at least two others that agree; none when it must be checked. */
  readonly sources: readonly Source[];
  /** What was looked for in vain, of a price without sources. */
  readonly tried?: string;
}

const million = 1_000_000;
const pricingPage = (service: string) => `aws.amazon.com/${service}/pricing`;
const read = (service: string, date: string) => {
  const page = pricingPage(service);
  return { page, sources: [awsPage(page, date)] };
};
const agreed = (service: string, ...sources: readonly [Source, Source, ...Source[]]) => ({
  page: pricingPage(service),
  sources,
});
const unread = (service: string, tried: string) => ({ page: pricingPage(service), sources: [], tried });

const flat = (microUsd: number) => [{ microUsd }] as const;
const inEurope = (microUsd: number) => ({ "eu-west-1": flat(microUsd), "eu-central-1": flat(microUsd) });

/** Read in the lists of us-east-1 on one day, for a study of what can be known before the bill. */
const ocel = (offer: string) => priceList(offer, "2026-09-06", "github.com/ocelhq/ocel");

/** Read for a study of what CloudFront can do for previews. */
const edgePage = awsPage(
  "aws.amazon.com/cloudfront/pricing/pay-as-you-go",
  "2026-08-17",
  "github.com/ocelhq/ocel",
);

export const prices = {
  cloudFrontRequests: {
    service: "CloudFront",
    unit: "HTTPS request",
    per: 10_000,
    // By where the customer is; the stage's region stands for that.
    tiers: flat(10_000),
    elsewhere: inEurope(12_000),
    free: { units: 10 * million, kind: "always" },
    ...agreed("cloudfront", ocel("AmazonCloudFront"), infracost("cloudfront_distribution")),
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
      { upTo: 1024 * 1024, microUsd: 30_000 },
      { upTo: 5 * 1024 * 1024, microUsd: 25_000 },
      { microUsd: 20_000 },
    ],
    free: { units: 1024, kind: "always" },
    ...agreed("cloudfront", ocel("AmazonCloudFront"), infracost("cloudfront_distribution")),
  },
  edgeFunctionRuns: {
    service: "CloudFront",
    unit: "run of a CloudFront Function",
    per: million,
    tiers: flat(100_000),
    elsewhere: inEurope(100_000), // the same everywhere
    free: { units: 2 * million, kind: "always" },
    ...agreed("cloudfront", edgePage, infracost("cloudfront_function", "2024-12-23")),
  },
  edgeStoreReads: {
    service: "CloudFront",
    unit: "read of its key-value store by such a function",
    per: million,
    tiers: flat(30_000),
    elsewhere: inEurope(30_000), // the same everywhere
    free: { units: 2 * million, kind: "always" },
    ...agreed("cloudfront", edgePage, {
      at: "blog.ar-logs.com/posts/cloudfront-time-based-caching",
      date: "2026-10-05",
    }),
  },
  edgeSignerRequests: {
    service: "CloudFront",
    unit: "invocation of Lambda@Edge",
    per: million,
    tiers: flat(600_000),
    page: pricingPage("lambda"),
    sources: [ocel("AWSLambda")],
  },
  edgeSignerGbSeconds: {
    service: "CloudFront",
    unit: "GB-second of Lambda@Edge",
    per: million,
    tiers: flat(50_010_000),
    page: pricingPage("lambda"),
    sources: [ocel("AWSLambda")],
  },
  wafAcls: {
    service: "WAF",
    unit: "web ACL and month",
    per: 1,
    tiers: flat(5_000_000),
    ...agreed("waf", priceList("awswaf/us-east-1", "2026-01-07"), infracost("wafv2_web_acl"), awsSample),
  },
  wafRules: {
    service: "WAF",
    unit: "rule or managed rule group and month",
    per: 1,
    tiers: flat(1_000_000),
    ...agreed("waf", priceList("awswaf/us-east-1", "2026-01-07"), infracost("wafv2_web_acl"), awsSample),
  },
  wafRequests: {
    service: "WAF",
    unit: "request inspected",
    per: million,
    tiers: flat(600_000),
    ...agreed("waf", priceList("awswaf/us-east-1", "2026-01-07"), infracost("wafv2_web_acl"), awsSample),
  },
  shieldAdvanced: {
    service: "Shield Advanced",
    unit: "month, bound for a year",
    per: 1,
    tiers: flat(3_000_000_000),
    ...agreed("shield", c3x("aws_shield_protection", "2026-06-10"), awsSample),
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
    page: pricingPage("lambda"),
    sources: [awsPage(pricingPage("lambda"), "2026-10-05"), ocel("AWSLambda")], // the page's first tier, the list's three
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
    ...agreed("dynamodb", ocel("AmazonDynamoDB"), infracost("dynamodb_table", "2024-11-15")),
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
    ...agreed(
      "dynamodb",
      priceList("AmazonDynamoDB/us-west-2", "2026-08-08"), // of which the other prices are us-east-1's too
      infracost("dynamodb_table", "2024-11-15"),
    ),
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
    ...agreed("s3", ocel("AmazonS3"), infracost("s3_bucket"), c3x("aws_s3_bucket")),
  },
  lakeGb: {
    service: "S3 and Athena",
    unit: "GB kept for a month",
    per: 1,
    tiers: [
      { upTo: 50 * 1024, microUsd: 23_000 },
      { upTo: 500 * 1024, microUsd: 22_000 },
      { microUsd: 21_000 },
    ],
    ...agreed("s3", ocel("AmazonS3"), infracost("s3_bucket"), c3x("aws_s3_bucket")),
  },
  athenaTb: {
    service: "S3 and Athena",
    unit: "TB scanned",
    per: 1,
    tiers: flat(5_000_000),
    ...agreed("athena", priceList("AmazonAthena/ap-northeast-1", "2026-09-28"), c3x("aws_athena_workgroup")),
  },
  mails: {
    service: "Messages",
    unit: "mail sent by SES (Essentials)",
    per: 1_000,
    // The plan of every account that is new to SES since 21 July 2026, which has no free mails. By the piece ("à la carte",
    // an account's choice) a thousand are 0.10 dollars.
    tiers: [
      { upTo: 10 * million, microUsd: 160_000 },
      { upTo: 100 * million, microUsd: 140_000 },
      { microUsd: 110_000 },
    ],
    page: pricingPage("ses"),
    sources: [priceList("AmazonSES/us-east-1", "2026-07-22", "github.com/api-evangelist/amazon-ses")],
  },
  textMessages: {
    service: "Messages",
    unit: "SMS to the United States, carriers' fees apart",
    per: 1,
    tiers: flat(6_450),
    ...unread(
      "sns/sms",
      "AWS's prices by country (a download), its documentation, repositories: 0.00581 and 0.00645 without a day",
    ),
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
    ...agreed("cloudwatch", c3x("aws_cloudwatch_dashboard", "2026-06-09"), infracost("cloudwatch_dashboard")),
  },
  customMetrics: {
    service: "CloudWatch",
    unit: "custom metric and month",
    per: 1,
    tiers: flat(300_000),
    free: { units: 10, kind: "always" },
    ...agreed(
      "cloudwatch",
      priceList("AmazonCloudWatch/us-west-2", "2026-08-08"),
      priceList("AmazonCloudWatch/ap-south-1", "2026-09-22"), // the same in both
    ),
  },
  traces: {
    service: "X-Ray",
    unit: "trace recorded",
    per: million,
    tiers: flat(5_000_000),
    free: { units: 100_000, kind: "always" },
    ...agreed("xray", priceList("AWSXRay/us-west-2", "2026-08-08"), c3x("aws_xray_group")),
  },
  trailDataEvents: {
    service: "CloudTrail",
    unit: "data event",
    per: 100_000,
    tiers: flat(100_000),
    ...agreed("cloudtrail", c3x("aws_cloudtrail"), infracost("cloudtrail")),
  },
  keys: {
    service: "KMS and secrets",
    unit: "customer managed key and month",
    per: 1,
    tiers: flat(1_000_000),
    ...agreed("kms", priceList("awskms/us-west-2", "2026-08-08"), c3x("aws_kms_key"), infracost("kms_key")),
  },
  keyRequests: {
    service: "KMS and secrets",
    unit: "KMS request",
    per: 10_000,
    tiers: flat(30_000),
    free: { units: 20_000, kind: "always" },
    ...agreed("kms", priceList("awskms/us-west-2", "2026-08-08"), c3x("aws_kms_key"), infracost("kms_key")),
  },
  secrets: {
    service: "KMS and secrets",
    unit: "secret and month",
    per: 1,
    tiers: flat(400_000),
    ...agreed(
      "secrets-manager",
      priceList("AWSSecretsManager/us-east-1", "2025-08-28"),
      c3x("aws_secretsmanager_secret"),
      infracost("secretsmanager_secret"),
    ),
  },
  secretReads: {
    service: "KMS and secrets",
    unit: "call of Secrets Manager",
    per: 10_000,
    tiers: flat(50_000),
    ...agreed(
      "secrets-manager",
      priceList("AWSSecretsManager/ap-southeast-1", "2026-08-12"), // of which the other price is us-east-1's too
      infracost("secretsmanager_secret"),
    ),
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
    ...agreed("vpc", ocel("AmazonEC2"), c3x("aws_nat_gateway", "2026-06-26"), infracost("nat_gateway")),
  },
  natGb: {
    service: "Network",
    unit: "GB through a NAT gateway",
    per: 1,
    tiers: flat(45_000),
    ...agreed("vpc", ocel("AmazonEC2"), c3x("aws_nat_gateway", "2026-06-26"), infracost("nat_gateway")),
  },
  publicAddressHours: {
    service: "Network",
    unit: "hour of a public IPv4 address",
    per: 1,
    tiers: flat(5_000),
    ...agreed("vpc", c3x("aws_eip", "2026-06-09"), {
      at: "community.aws/content/2c6cKl0W4KQZIO6dWnnDHs1tHSp/aws-to-charge-public-ipv4-addresses",
      date: "2024-05-21",
    }),
  },
  endpointHours: {
    service: "Network",
    unit: "hour of an interface endpoint in one zone",
    per: 1,
    tiers: flat(10_000),
    ...agreed("privatelink", c3x("aws_vpc_endpoint"), infracost("vpc_endpoint", "2024-10-18")),
  },
  endpointGb: {
    service: "Network",
    unit: "GB through an interface endpoint",
    per: 1,
    tiers: flat(10_000),
    ...agreed(
      "privatelink",
      priceList("AmazonVPC/ap-southeast-1", "2026-08-12"), // where only the hour is dearer
      infracost("vpc_endpoint", "2024-10-18"),
    ),
  },
  hostedZones: {
    service: "Network",
    unit: "hosted zone of Route 53 and month",
    per: 1,
    tiers: flat(500_000),
    ...agreed("route53", priceList("AmazonRoute53", "2026-10-01"), infracost("route53_zone")),
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
