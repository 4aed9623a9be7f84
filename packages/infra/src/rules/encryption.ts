import { type Graph, ofType } from "../graph/graph.ts";
import { each, except, type Exceptions, type Rule } from "./rule.ts";

/** Where which argument names the key. */
const keyed: readonly { readonly type: string; readonly key: string; readonly except?: Exceptions }[] = [
  { type: "aws:dynamodb/table:Table", key: "serverSideEncryption.kmsKeyArn" },
  { type: "aws:kinesis/stream:Stream", key: "kmsKeyId" },
  { type: "aws:sns/topic:Topic", key: "kmsMasterKeyId" },
  { type: "aws:sqs/queue:Queue", key: "kmsMasterKeyId" },
  { type: "aws:secretsmanager/secret:Secret", key: "kmsKeyId" },
  {
    type: "aws:cloudwatch/logGroup:LogGroup",
    key: "kmsKeyId",
    except: [
      {
        names: /DoorWafLogGroup$/,
        because: "CloudFront's firewall logs in us-east-1, where there is no key of ours",
      },
    ],
  },
  { type: "aws:cloudtrail/trail:Trail", key: "kmsKeyId" },
  {
    type: "aws:athena/workgroup:Workgroup",
    key: "configuration.resultConfiguration.encryptionConfiguration.kmsKeyArn",
  },
];

/** Site assets are what everybody may see; S3 encrypts them with its own key. */
const publicFiles: Exceptions = [
  { names: /^(Storefront|Console)AssetsBucket$/, because: "they hold what the sites show to everybody" },
];

/** Everything that is kept is encrypted with a key of ours, and keys are turned over. */
export const encryption: Rule = (graph) => [
  ...keyed.flatMap(({ type, key, except: exceptions = [] }) =>
    each(
      except(ofType(graph, type), exceptions),
      ({ inputs }) => !isOurKey(at(inputs, key)) && `${key} names no key of ours`,
    ),
  ),
  ...each(
    except(ofType(graph, "aws:s3/bucket:Bucket"), publicFiles),
    ({ inputs }) =>
      !isOurKey(keyOfBucket(graph, String(inputs["bucket"]))) &&
      "objects are not encrypted with a key of ours",
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

function isOurKey(value: unknown): boolean {
  return typeof value === "string" && /^arn:aws:kms:[^:]+:\d+:key\//.test(value);
}

function at(inputs: object, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], inputs);
}
