import type { DataClass } from "../dataClasses.ts";
import { type Graph, ofType } from "../graph/graph.ts";
import { capital } from "../keysOf.ts";
import { arnOf } from "./arns.ts";
import { each, except, type Exceptions, type Rule } from "./rule.ts";

/** Where which argument names the key. */
const keyed: readonly {
  readonly type: string;
  readonly key: string;
  /** Whose key it must be: who may read one class of data can read no other. */
  readonly holds: DataClass;
  readonly except?: Exceptions;
}[] = [
  { type: "aws:dynamodb/table:Table", key: "serverSideEncryption.kmsKeyArn", holds: "tables" },
  { type: "aws:kinesis/stream:Stream", key: "kmsKeyId", holds: "messages" },
  { type: "aws:sns/topic:Topic", key: "kmsMasterKeyId", holds: "messages" },
  { type: "aws:sqs/queue:Queue", key: "kmsMasterKeyId", holds: "messages" },
  { type: "aws:secretsmanager/secret:Secret", key: "kmsKeyId", holds: "secrets" },
  {
    type: "aws:cloudwatch/logGroup:LogGroup",
    key: "kmsKeyId",
    holds: "logs",
    except: [
      {
        names: /DoorWafLogGroup$/,
        because: "CloudFront's firewall logs in us-east-1, where there is no key of ours",
      },
    ],
  },
  { type: "aws:cloudtrail/trail:Trail", key: "kmsKeyId", holds: "lake" },
  {
    type: "aws:athena/workgroup:Workgroup",
    key: "configuration.resultConfiguration.encryptionConfiguration.kmsKeyArn",
    holds: "lake",
  },
];

/** Site assets are what everybody may see; S3 encrypts them with its own key. */
const publicFiles: Exceptions = [
  { names: /^(Storefront|Console)AssetsBucket$/, because: "they hold what the sites show to everybody" },
];

/** Everything that is kept is encrypted with the key of its class of data, and keys are turned over. */
export const encryption: Rule = (graph) => [
  ...keyed.flatMap(({ type, key, holds, except: exceptions = [] }) =>
    each(
      except(ofType(graph, type), exceptions),
      ({ inputs }) => at(inputs, key) !== keyArn(graph, holds) && `${key} is not the key of ${holds}`,
    ),
  ),
  ...each(
    except(ofType(graph, "aws:s3/bucket:Bucket"), publicFiles),
    ({ inputs }) =>
      keyOfBucket(graph, String(inputs["bucket"])) !== keyArn(graph, "lake") &&
      "objects are not encrypted with the key of the lake",
  ),
  ...each(
    ofType(graph, "aws:kms/key:Key"),
    ({ inputs }) => inputs["enableKeyRotation"] !== true && "the key is never turned over",
  ),
];

function keyOfBucket(graph: Graph, bucket: string): unknown {
  const config = ofType(
    graph,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  ).find(({ inputs }) => inputs["bucket"] === bucket);
  return config && at(config.inputs, "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId");
}

function keyArn(graph: Graph, holds: DataClass): string {
  return arnOf(graph, "aws:kms/key:Key", `Key${capital(holds)}`);
}

function at(inputs: object, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], inputs);
}
