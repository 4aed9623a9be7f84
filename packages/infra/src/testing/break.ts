import { expect, test } from "vitest";

import type { Graph, Inputs, Resource } from "../graph/graph.ts";
import type { Rule } from "../rules/rule.ts";
import { changed, graphOf, without } from "./graphs.ts";

/** What Pulumi calls what the rules look at. */
export const types = {
  account: "aws:apigateway/account:Account",
  acl: "aws:wafv2/webAcl:WebAcl",
  aclAssociation: "aws:wafv2/webAclAssociation:WebAclAssociation",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  apiDeployment: "aws:apigateway/deployment:Deployment",
  apiSettings: "aws:apigateway/methodSettings:MethodSettings",
  apiStage: "aws:apigateway/stage:Stage",
  asyncConfig: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  authorizer: "aws:apigateway/authorizer:Authorizer",
  block: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  bucket: "aws:s3/bucket:Bucket",
  bucketKey: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  bucketPolicy: "aws:s3/bucketPolicy:BucketPolicy",
  budget: "aws:budgets/budget:Budget",
  cachePolicy: "aws:cloudfront/cachePolicy:CachePolicy",
  command: "command:local:Command",
  configSet: "aws:sesv2/configurationSet:ConfigurationSet",
  dashboard: "aws:cloudwatch/dashboard:Dashboard",
  distribution: "aws:cloudfront/distribution:Distribution",
  fn: "aws:lambda/function:Function",
  functionUrl: "aws:lambda/functionUrl:FunctionUrl",
  gatewayResponse: "aws:apigateway/response:Response",
  glue: "aws:glue/catalogTable:CatalogTable",
  integration: "aws:apigateway/integration:Integration",
  key: "aws:kms/key:Key",
  lifecycle: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  logFilter: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  mailIdentity: "aws:sesv2/emailIdentity:EmailIdentity",
  method: "aws:apigateway/method:Method",
  queue: "aws:sqs/queue:Queue",
  queuePolicy: "aws:sqs/queuePolicy:QueuePolicy",
  role: "aws:iam/role:Role",
  schedule: "aws:scheduler/schedule:Schedule",
  secret: "aws:secretsmanager/secret:Secret",
  source: "aws:lambda/eventSourceMapping:EventSourceMapping",
  stream: "aws:kinesis/stream:Stream",
  subscription: "aws:sns/topicSubscription:TopicSubscription",
  table: "aws:dynamodb/table:Table",
  topic: "aws:sns/topic:Topic",
  topicPolicy: "aws:sns/topicPolicy:TopicPolicy",
  trail: "aws:cloudtrail/trail:Trail",
  userGroup: "aws:cognito/userGroup:UserGroup",
  userPool: "aws:cognito/userPool:UserPool",
  userPoolClient: "aws:cognito/userPoolClient:UserPoolClient",
  userPoolDomain: "aws:cognito/userPoolDomain:UserPoolDomain",
  versioning: "aws:s3/bucketVersioning:BucketVersioning",
  workgroup: "aws:athena/workgroup:Workgroup",
} as const;

/** A fresh copy of what production would deploy. */
export const production = () => graphOf("production");
/** Production with other arguments for one resource, or for all whose names fit. */
export const inProduction = (
  type: keyof typeof types,
  name: string | RegExp,
  change: (inputs: Inputs) => Inputs,
) => changed(production(), types[type], name, change);
/** Production without one resource. */
export const withoutInProduction = (type: keyof typeof types, name: string) =>
  without(production(), (resource) => resource.type === types[type] && resource.name === name);
/** Production with one resource more. */
export const add = (type: string, name: string, inputs: object): Graph => {
  const graph = production();
  const resource = {
    type,
    name,
    inputs,
    parent: undefined,
    after: [],
    retained: false,
    existing: false,
    region: undefined,
  };
  return { ...graph, resources: [...graph.resources, resource] };
};

/** A test for each broken graph: the rule must find something in it. That it finds nothing in a whole one is tested for all. */
export function finds(rule: Rule, broken: Readonly<Record<string, () => Graph>>): void {
  for (const [what, graph] of Object.entries(broken)) {
    test(`finds ${what}`, () => expect(rule(graph())).not.toEqual([]));
  }
}

/** The same graph in which resources of a name stay in the account, or go, when they leave the program. */
export function retaining(graph: Graph, name: string, retained: boolean): Graph {
  const resources = graph.resources.map((each: Resource) =>
    each.name === name ? { ...each, retained } : each,
  );
  return { ...graph, resources };
}
