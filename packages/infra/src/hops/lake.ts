import { type BucketName, buckets } from "@doorbuster/adapters/definitions/messaging";
import { columns, type Field, partitions } from "@doorbuster/adapters/lake/eventSchema";
import { eventsView } from "@doorbuster/adapters/lake/view";

import { mapKeys } from "../keysOf.ts";
import type { Settings } from "../settings.ts";
import type { Keys } from "./keys.ts";

export interface Lake {
  readonly buckets: Readonly<Record<BucketName, sst.aws.Bucket>>;
  readonly database: aws.glue.CatalogDatabase;
  readonly workgroup: aws.athena.Workgroup;
  /** Where answers to queries lie, for a week. */
  readonly results: sst.aws.Bucket;
}

/** The day the shop could have its first event; Athena looks at no partition before it. */
const firstDay = "2026-01-01";
const resultDays = 7;

/** Order events for good: files in S3, a table over them in Glue, questions by Athena. */
export function createLake(settings: Settings, keys: Keys): Lake {
  const lake = mapKeys(buckets, (_, name) => createBucket(name, settings, keys, lakeLifecycle(settings)));
  const results = createBucket("QueryResults", settings, keys, forgetAfter({ days: resultDays }));
  const database = new aws.glue.CatalogDatabase("LakeDatabase", {
    name: `${$app.name}_${$app.stage}`.replaceAll("-", "_"),
  });
  createEventsTable(database, lake.Lake);
  const workgroup = createWorkgroup(settings, keys, results);
  new aws.athena.NamedQuery("EventsView", {
    name: "events",
    description:
      "Makes the view that holds each event once; run it once, and after each change of the columns",
    database: database.name,
    workgroup: workgroup.name,
    query: eventsView,
  });
  return { buckets: lake, database, workgroup, results };
}

type LifecycleRules = aws.types.input.s3.BucketLifecycleConfigurationRule[];

function lakeLifecycle({ lake: { coldAfterDays, deleteAfterDays } }: Settings): LifecycleRules {
  return [
    {
      id: "cold",
      status: "Enabled",
      filter: {},
      transitions: [{ days: coldAfterDays, storageClass: "STANDARD_IA" }],
      noncurrentVersionExpiration: { noncurrentDays: 30 },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      ...(deleteAfterDays !== undefined && { expiration: { days: deleteAfterDays } }),
    },
  ];
}

/**
 * Files are gone after some days. As buckets are versioned, S3 only hides what expires, and deletes it once it may not be kept
 * as a former version either: at midnight (UTC) after `versionDays` more.
 */
export function forgetAfter({
  days,
  versionDays = 1,
}: {
  days: number;
  versionDays?: number;
}): LifecycleRules {
  return [
    {
      id: "forget",
      status: "Enabled",
      filter: {},
      expiration: { days },
      noncurrentVersionExpiration: { noncurrentDays: versionDays },
    },
  ];
}

/** A bucket that nobody reads without a role, a key and TLS. */
export function createBucket(
  name: string,
  { keepData }: Settings,
  keys: Keys,
  rules: LifecycleRules,
  policy: sst.aws.BucketArgs["policy"] = [],
): sst.aws.Bucket {
  const bucket = new sst.aws.Bucket(name, {
    versioning: true,
    enforceHttps: true,
    policy,
    cors: false,
    transform: {
      bucket: (args): undefined => {
        args.forceDestroy = !keepData;
      },
    },
  });
  new aws.s3.BucketServerSideEncryptionConfiguration(`${name}Encryption`, {
    bucket: bucket.name,
    rules: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keys.lake.arn },
        bucketKeyEnabled: true, // one call of KMS for many objects
      },
    ],
  });
  new aws.s3.BucketLifecycleConfiguration(`${name}Lifecycle`, { bucket: bucket.name, rules });
  return bucket;
}

/** The writer's own schema. Partitions are computed from their names, so nothing has to be added hour by hour. */
function createEventsTable(database: aws.glue.CatalogDatabase, bucket: sst.aws.Bucket): void {
  const location = $interpolate`s3://${bucket.name}/events`;
  new aws.glue.CatalogTable("EventsRaw", {
    name: "events_raw",
    databaseName: database.name,
    tableType: "EXTERNAL_TABLE",
    parameters: {
      EXTERNAL: "TRUE",
      classification: "parquet",
      "projection.enabled": "true",
      "projection.dt.type": "date",
      "projection.dt.format": "yyyy-MM-dd",
      "projection.dt.range": `${firstDay},NOW+1DAYS`,
      "projection.hour.type": "integer",
      "projection.hour.range": "0,23",
      "projection.hour.digits": "2",
      "storage.location.template": $interpolate`${location}/dt=\${dt}/hour=\${hour}/`,
    },
    partitionKeys: partitions.map(({ name, type, description }) => ({ name, type, comment: description })),
    storageDescriptor: {
      location,
      inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
      outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
      serDeInfo: { serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
      columns: columns.map(({ name, type, of, description }) => ({
        name,
        type: type === "list" ? `array<struct<${(of ?? []).map(structField).join(",")}>>` : type,
        comment: description,
      })),
    },
  });
}

function structField({ name, type }: Field): string {
  return `${name}:${type}`;
}

function createWorkgroup({ lake: { scanLimitGb }, keepData }: Settings, keys: Keys, results: sst.aws.Bucket) {
  return new aws.athena.Workgroup("Reports", {
    name: `${$app.name}-${$app.stage}`,
    forceDestroy: !keepData,
    configuration: {
      enforceWorkgroupConfiguration: true,
      publishCloudwatchMetricsEnabled: true,
      bytesScannedCutoffPerQuery: scanLimitGb * 1024 ** 3,
      resultConfiguration: {
        outputLocation: $interpolate`s3://${results.name}/`,
        encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: keys.lake.arn },
      },
    },
  });
}
