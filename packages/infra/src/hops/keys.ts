import { type DataClass, dataClasses } from "../dataClasses.ts";
import type { Settings } from "../settings.ts";
import { capital, mapKeys } from "../keysOf.ts";

export type Keys = Readonly<Record<DataClass, aws.kms.Key>>;

/** Which services may use a key for us: a message is encrypted anew by SNS when it puts it into a queue. */
const services: Readonly<Partial<Record<DataClass, readonly string[]>>> = {
  messages: ["sns.amazonaws.com", "cloudwatch.amazonaws.com", "budgets.amazonaws.com"],
  lake: ["cloudtrail.amazonaws.com"],
};

/**
 * What a service asks of a key besides: CloudTrail's documented policy also lets it look at its key (CloudTrail user guide,
 * "Configure AWS KMS key policies for CloudTrail"). What happens without was not tried.
 */
const alsoAsked: Readonly<Record<string, readonly string[]>> = {
  "cloudtrail.amazonaws.com": ["kms:DescribeKey"],
};

/** A key per class of data, each turned over once a year. */
export function createKeys({ keepData }: Settings): Keys {
  const account = aws.getCallerIdentityOutput().accountId;
  const region = aws.getRegionOutput().region;

  const createKey = (name: DataClass) => {
    const key = new aws.kms.Key(
      `Key${capital(name)}`,
      {
        description: `${$app.name} ${$app.stage}: ${dataClasses[name]}`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: $jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              // The account's own policies say who may what; without it nobody could ever manage the key again.
              Sid: "Account",
              Effect: "Allow",
              Principal: { AWS: $interpolate`arn:aws:iam::${account}:root` },
              Action: "kms:*",
              Resource: "*",
            },
            ...(services[name] ?? []).map((service) => ({
              Sid: capital(service.split(".")[0] ?? service),
              Effect: "Allow",
              Principal: { Service: service },
              Action: ["kms:Decrypt", "kms:GenerateDataKey*", ...(alsoAsked[service] ?? [])],
              Resource: "*",
              Condition: { StringEquals: { "aws:SourceAccount": account } },
            })),
            ...(name === "logs"
              ? [
                  {
                    Sid: "Logs",
                    Effect: "Allow",
                    Principal: { Service: $interpolate`logs.${region}.amazonaws.com` },
                    Action: [
                      "kms:Encrypt",
                      "kms:Decrypt",
                      "kms:ReEncrypt*",
                      "kms:GenerateDataKey*",
                      "kms:DescribeKey",
                    ],
                    Resource: "*",
                    Condition: {
                      ArnLike: {
                        "kms:EncryptionContext:aws:logs:arn": $interpolate`arn:aws:logs:${region}:${account}:log-group:*`,
                      },
                    },
                  },
                ]
              : []),
          ],
        }),
      },
      { retainOnDelete: keepData }, // data without its key is lost
    );
    new aws.kms.Alias(`KeyAlias${capital(name)}`, {
      name: `alias/${$app.name}-${$app.stage}-${name}`,
      targetKeyId: key.keyId,
    });
    return key;
  };

  return mapKeys(dataClasses, (_, name) => createKey(name));
}
