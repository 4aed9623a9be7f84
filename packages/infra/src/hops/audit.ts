import { keysOf } from "../keysOf.ts";
import type { Settings } from "../settings.ts";
import { createBucket, forgetAfter } from "./lake.ts";
import type { Stores } from "./stores.ts";

const keepDays = 365;
/** For so long it can be brought back what somebody deleted or wrote over to cover traces. */
const versionDays = 30;

/** Who read or changed what in the tables and the lake: by setting, as it is paid for by the event. */
export function createAudit(settings: Settings, stores: Stores): void {
  if (!settings.cloudTrail) return;
  const account = aws.getCallerIdentityOutput().accountId;
  const trailName = `${$app.name}-${$app.stage}`;
  const trailArn = $interpolate`arn:aws:cloudtrail:${settings.region}:${account}:trail/${trailName}`;
  const bySource = [{ test: "StringEquals" as const, variable: "aws:SourceArn", values: [trailArn] }];
  const principals = [{ type: "service" as const, identifiers: ["cloudtrail.amazonaws.com"] }];
  const bucket = createBucket(
    "AuditTrail",
    settings,
    stores.keys,
    forgetAfter({ days: keepDays, versionDays }),
    [
      { principals, actions: ["s3:GetBucketAcl"], paths: [""], conditions: bySource },
      { principals, actions: ["s3:PutObject"], paths: ["AWSLogs/*"], conditions: bySource },
    ],
  );
  new aws.cloudtrail.Trail(
    "Trail",
    {
      name: trailName,
      s3BucketName: bucket.name,
      kmsKeyId: stores.keys.lake.arn,
      enableLogFileValidation: true,
      isMultiRegionTrail: false,
      includeGlobalServiceEvents: true,
      advancedEventSelectors: [
        { name: "What was changed", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
        {
          name: "Tables",
          fieldSelectors: [
            { field: "eventCategory", equals: ["Data"] },
            { field: "resources.type", equals: ["AWS::DynamoDB::Table"] },
            { field: "resources.ARN", equals: keysOf(stores.tables).map((name) => stores.tables[name].arn) },
          ],
        },
        {
          name: "Lake",
          fieldSelectors: [
            { field: "eventCategory", equals: ["Data"] },
            { field: "resources.type", equals: ["AWS::S3::Object"] },
            {
              field: "resources.ARN",
              startsWiths: keysOf(stores.buckets).map((name) => $interpolate`${stores.buckets[name].arn}/`),
            },
          ],
        },
      ],
    },
    { dependsOn: [bucket] },
  );
}
