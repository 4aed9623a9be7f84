import type { Inputs } from "./graph.ts";
import { account } from "./lookups.ts";

/** ARNs whose shape is not `arn:aws:<service>:<region>:<account>:<name>`. */
const arns: Readonly<Record<string, (name: string, region: string) => string>> = {
  "aws:cloudfront/distribution:Distribution": (name) => `arn:aws:cloudfront::${account}:distribution/${name}`,
  "aws:cloudwatch/logGroup:LogGroup": (name, region) => `arn:aws:logs:${region}:${account}:log-group:${name}`,
  "aws:cognito/userPool:UserPool": (name, region) =>
    `arn:aws:cognito-idp:${region}:${account}:userpool/${name}`,
  "aws:dynamodb/table:Table": (name, region) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
  "aws:iam/role:Role": (name) => `arn:aws:iam::${account}:role/${name}`,
  "aws:kinesis/stream:Stream": (name, region) => `arn:aws:kinesis:${region}:${account}:stream/${name}`,
  "aws:kinesis/streamConsumer:StreamConsumer": (name, region) =>
    `arn:aws:kinesis:${region}:${account}:stream/consumer/${name}`,
  "aws:kms/key:Key": (name, region) => `arn:aws:kms:${region}:${account}:key/${name}`,
  "aws:lambda/function:Function": functionArn,
  "aws:s3/bucket:Bucket": (name) => `arn:aws:s3:::${name}`,
  "aws:secretsmanager/secret:Secret": (name, region) =>
    `arn:aws:secretsmanager:${region}:${account}:secret:${name}`,
  "aws:sesv2/configurationSet:ConfigurationSet": (name, region) =>
    `arn:aws:ses:${region}:${account}:configuration-set/${name}`,
  "aws:sesv2/emailIdentity:EmailIdentity": (name, region) =>
    `arn:aws:ses:${region}:${account}:identity/${name}`,
};

function functionArn(name: string, region: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

const invokeArn = (region: string, date: string, arn: string, call: string) =>
  `arn:aws:apigateway:${region}:lambda:path/${date}/functions/${arn}/${call}`;

/** What AWS would add to a resource's arguments, where anything reads it. */
const additions: Readonly<
  Record<string, (name: string, region: string, inputs: Inputs) => Record<string, unknown>>
> = {
  "aws:acm/certificate:Certificate": () => ({
    domainValidationOptions: [
      {
        resourceRecordName: "_a.example.com",
        resourceRecordType: "CNAME",
        resourceRecordValue: "_b.example.com",
      },
    ],
  }),
  "aws:apigateway/restApi:RestApi": (name, region) => ({
    rootResourceId: "root",
    executionArn: `arn:aws:execute-api:${region}:${account}:${name}`,
  }),
  "aws:apigateway/domainName:DomainName": (name, region) => ({
    regionalDomainName: `${name}.execute-api.${region}.amazonaws.com`,
    regionalZoneId: "Z2",
  }),
  "aws:apigateway/stage:Stage": (_, region, inputs) => ({
    arn: `arn:aws:apigateway:${region}::/restapis/${inputs["restApi"]}/stages/${inputs["stageName"]}`,
  }),
  "aws:cloudfront/distribution:Distribution": (name) => ({
    domainName: `${name.toLowerCase()}.cloudfront.net`,
    hostedZoneId: "Z2FDTNDATAQYW2",
    etag: "E1",
  }),
  "aws:cognito/userPool:UserPool": (name, region) => ({
    endpoint: `cognito-idp.${region}.amazonaws.com/${region}_${name}`,
  }),
  "aws:dynamodb/table:Table": (name, region) => ({
    streamArn: `${arns["aws:dynamodb/table:Table"]?.(name, region)}/stream/2026-11-27T00:00:00.000`,
  }),
  "aws:kms/key:Key": (name) => ({ keyId: name }),
  "aws:lambda/function:Function": (name, region) => ({
    version: "1",
    qualifiedArn: `${functionArn(name, region)}:1`,
    invokeArn: invokeArn(region, "2015-03-31", functionArn(name, region), "invocations"),
    qualifiedInvokeArn: invokeArn(region, "2015-03-31", `${functionArn(name, region)}:1`, "invocations"),
    responseStreamingInvokeArn: invokeArn(
      region,
      "2021-11-15",
      functionArn(name, region),
      "response-streaming-invocations",
    ),
    codeSha256: "hash",
    lastModified: "2026-11-27T00:00:00.000+0000",
  }),
  "aws:lambda/functionUrl:FunctionUrl": (name, region) => ({
    functionUrl: `https://${name.toLowerCase()}.lambda-url.${region}.on.aws/`,
  }),
  "aws:s3/bucket:Bucket": (name, region) => ({
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
  }),
  "aws:sesv2/emailIdentity:EmailIdentity": (_, __, { configurationSetName = "doorbuster" }) => ({
    configurationSetName,
    dkimSigningAttributes: { tokens: ["a", "b", "c"] },
  }),
  "aws:sqs/queue:Queue": (name, region) => ({
    url: `https://sqs.${region}.amazonaws.com/${account}/${name}`,
  }),
  "random:index/randomBytes:RandomBytes": () => ({ base64: Buffer.alloc(32).toString("base64") }),
};

/** The field of a type that holds its physical name, where it isn't `name`. */
const nameFields: Readonly<Record<string, string>> = {
  "aws:s3/bucket:Bucket": "bucket",
  "aws:sesv2/configurationSet:ConfigurationSet": "configurationSetName",
  "aws:sesv2/emailIdentity:EmailIdentity": "emailIdentity",
};

/**
 * A resource as it would be once deployed. References between resources stay recognisable: an ARN, an id and an
 * automatic name all carry the logical name.
 */
export function deployed(
  type: string,
  name: string,
  inputs: Inputs,
  region: string,
): { id: string; state: Inputs } {
  const nameField = nameFields[type] ?? "name";
  const physicalName = String(inputs[nameField] ?? name);
  const service = type.split(":")[1]?.split("/")[0];
  const arn = arns[type]?.(physicalName, region) ?? `arn:aws:${service}:${region}:${account}:${physicalName}`;
  return {
    id: name,
    state: { [nameField]: physicalName, arn, ...inputs, ...additions[type]?.(physicalName, region, inputs) },
  };
}
