import { describe, expect, test } from "vitest";

import type { Graph } from "../graph/graph.ts";
import { changed, edit, graphOf, set, without } from "../testing/graphs.ts";
import { rules } from "./index.ts";

const types = {
  account: "aws:apigateway/account:Account",
  acl: "aws:wafv2/webAcl:WebAcl",
  aclAssociation: "aws:wafv2/webAclAssociation:WebAclAssociation",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  apiSettings: "aws:apigateway/methodSettings:MethodSettings",
  apiStage: "aws:apigateway/stage:Stage",
  asyncConfig: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  block: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  bucket: "aws:s3/bucket:Bucket",
  bucketKey: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  bucketPolicy: "aws:s3/bucketPolicy:BucketPolicy",
  budget: "aws:budgets/budget:Budget",
  command: "command:local:Command",
  configSet: "aws:sesv2/configurationSet:ConfigurationSet",
  distribution: "aws:cloudfront/distribution:Distribution",
  fn: "aws:lambda/function:Function",
  functionUrl: "aws:lambda/functionUrl:FunctionUrl",
  glue: "aws:glue/catalogTable:CatalogTable",
  integration: "aws:apigateway/integration:Integration",
  key: "aws:kms/key:Key",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
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
  userPool: "aws:cognito/userPool:UserPool",
  versioning: "aws:s3/bucketVersioning:BucketVersioning",
  workgroup: "aws:athena/workgroup:Workgroup",
} as const;

const production = () => graphOf("production");
const inProduction = (
  type: keyof typeof types,
  name: string | RegExp,
  change: Parameters<typeof changed>[3],
) => changed(production(), types[type], name, change);
const withoutInProduction = (type: keyof typeof types, name: string) =>
  without(production(), (resource) => resource.type === types[type] && resource.name === name);
const add = (type: string, name: string, inputs: object): Graph => {
  const graph = production();
  const resource = {
    type,
    name,
    inputs,
    parent: undefined,
    retained: false,
    existing: false,
    region: undefined,
  };
  return { ...graph, resources: [...graph.resources, resource] };
};

/** Of each rule, everything that it looks at, broken by itself. */
const broken: Readonly<Record<keyof typeof rules, Readonly<Record<string, () => Graph>>>> = {
  encryption: {
    "a table with AWS's key": () =>
      inProduction("table", "OrdersTable", set("serverSideEncryption.kmsKeyArn", undefined)),
    "a stream in clear": () => inProduction("stream", "EventStreamStream", set("kmsKeyId", undefined)),
    "a topic in clear": () => inProduction("topic", "OrderTopicTopic", set("kmsMasterKeyId", undefined)),
    "a queue with SQS's own key": () =>
      inProduction("queue", "EmailQueueQueue", set("kmsMasterKeyId", "alias/aws/sqs")),
    "a secret with AWS's key": () =>
      inProduction("secret", "SecretPaymentSecretKey", set("kmsKeyId", undefined)),
    "a log in clear": () => inProduction("logGroup", "ShopLogs", set("kmsKeyId", undefined)),
    "a trail in clear": () => inProduction("trail", "Trail", set("kmsKeyId", undefined)),
    "answers to queries in clear": () =>
      inProduction(
        "workgroup",
        "Reports",
        set("configuration.resultConfiguration.encryptionConfiguration", undefined),
      ),
    "a bucket without a key": () => withoutInProduction("bucketKey", "LakeEncryption"),
    "a key that is never turned over": () =>
      inProduction("key", "KeyTables", set("enableKeyRotation", false)),
  },
  publicAccess: {
    "a bucket that may be opened": () =>
      inProduction("block", "LakePublicAccessBlock", set("blockPublicPolicy", false)),
    "a bucket that nobody closed": () => withoutInProduction("block", "LakePublicAccessBlock"),
    "a queue for everybody": () =>
      inProduction(
        "queuePolicy",
        "EmailQueuePolicy",
        edit("policy", '{"Service":"sns.amazonaws.com"}', '"*"'),
      ),
    "a function for everybody": () =>
      add("aws:lambda/permission:Permission", "Open", { principal: "*", action: "lambda:InvokeFunction" }),
    "a function's address for everybody": () =>
      inProduction("functionUrl", "StorefrontServerEuwest1Url", set("authorizationType", "NONE")),
    "a security group for everybody": () =>
      add("aws:ec2/securityGroup:SecurityGroup", "Open", { ingress: [{ cidrBlocks: ["0.0.0.0/0"] }] }),
    "a console's procedure without sign-in": () =>
      inProduction("method", "ApiRouteOpsOpsTrpcProxyMethod", set("authorization", "NONE")),
    "a console's procedure that takes identity tokens": () =>
      inProduction("method", "ApiRouteOpsOpsTrpcProxyMethod", set("authorizationScopes", [])),
  },
  tls: {
    "a bucket that takes clear text": () =>
      inProduction("bucketPolicy", "LakePolicy", edit("policy", "aws:SecureTransport", "aws:Other")),
    "a queue without a policy": () => withoutInProduction("queuePolicy", "StreamFailuresPolicy"),
    "a topic that takes clear text": () =>
      inProduction("topicPolicy", "OrderTopicPolicy", edit("policy", '"Deny"', '"Allow"')),
    "a door that answers in clear text": () =>
      inProduction(
        "distribution",
        "StorefrontDoorCdnDistribution",
        set("defaultCacheBehavior.viewerProtocolPolicy", "allow-all"),
      ),
    "a door that speaks to the API in clear text": () =>
      inProduction(
        "distribution",
        "ConsoleDoorCdnDistribution",
        set("origins.1.customOriginConfig.originProtocolPolicy", "match-viewer"),
      ),
    "a door of its own name with old TLS": () =>
      changed(
        graphOf("altered"),
        types.distribution,
        "StorefrontDoorCdnDistribution",
        set("viewerCertificate.minimumProtocolVersion", "TLSv1"),
      ),
    "an API of its own name with old TLS": () =>
      changed(
        graphOf("altered"),
        "aws:apigateway/domainName:DomainName",
        /./,
        set("securityPolicy", "TLS_1_0"),
      ),
    "mails in clear text": () => inProduction("configSet", "MailConfig", set("deliveryOptions", undefined)),
  },
  logs: {
    "a log that is kept for ever": () =>
      inProduction("logGroup", "ShopLogs", set("retentionInDays", undefined)),
    "a function that logs elsewhere": () =>
      inProduction("fn", "ShopHandlerFunction", set("loggingConfig.logGroup", "/aws/lambda/other")),
    "an API without access log": () =>
      inProduction("apiStage", "ApiStage", set("accessLogSettings", undefined)),
    "an API that writes requests down": () =>
      inProduction("apiSettings", "ApiSettings", set("settings.dataTraceEnabled", true)),
  },
  functionsAsDefined: {
    "another time-out": () => inProduction("fn", "ShopHandlerFunction", set("timeout", 3)),
    "another memory": () => inProduction("fn", "ShopHandlerFunction", set("memorySize", 128)),
    "an old Node": () => inProduction("fn", "ShopHandlerFunction", set("runtime", "nodejs20.x")),
    "another processor": () =>
      inProduction("fn", "ConsoleServerEuwest1Function", set("architectures", ["x86_64"])),
    "no tracing": () => inProduction("fn", "LakeHandlerFunction", set("tracingConfig", undefined)),
    "a name that AWS refuses": () => inProduction("fn", "LakeHandlerFunction", set("name", "x".repeat(65))),
    "a function that is missing": () => withoutInProduction("fn", "SweepHandlerFunction"),
  },
  asynchronous: {
    "a reader without failure target": () =>
      inProduction("source", "AnnounceSource", set("destinationConfig", undefined)),
    "a reader whom one bad record stops": () =>
      inProduction("source", "LiveSource", set("bisectBatchOnFunctionError", false)),
    "a reader with AWS's own retries": () =>
      inProduction("source", "LakeSource", set("maximumRetryAttempts", undefined)),
    "a reader that repeats what succeeded": () =>
      inProduction("source", "PublishSource", set("functionResponseTypes", [])),
    "a reader that begins with what comes next": () =>
      inProduction("source", "LiveSource", set("startingPosition", "LATEST")),
    "a queue without dead letters": () =>
      inProduction("queue", "EmailQueueQueue", set("redrivePolicy", undefined)),
    "a queue that delivers slow batches twice": () =>
      inProduction("queue", "EmailQueueQueue", set("visibilityTimeoutSeconds", 20)),
    "a subscription that loses what the queue will not take": () =>
      inProduction("subscription", "OrderTopicToEmailQueue", set("redrivePolicy", undefined)),
    "a clock that forgets": () =>
      inProduction("schedule", "SweepSchedule", set("target.deadLetterConfig", undefined)),
    "a clock with AWS's own retries": () =>
      inProduction("schedule", "SweepSchedule", set("target.retryPolicy", undefined)),
    "a call of the clock that fails unseen": () => withoutInProduction("asyncConfig", "SweepAsync"),
  },
  keyEdges: {
    "a queue that does not admit its topic": () =>
      inProduction("queuePolicy", "SmsQueuePolicy", edit("policy", "sns.amazonaws.com", "s3.amazonaws.com")),
    "a queue that admits another topic": () =>
      inProduction("queuePolicy", "SmsQueuePolicy", edit("policy", "OrderTopicTopic", "OtherTopic")),
    "dead letters that do not admit the topic": () =>
      inProduction(
        "queuePolicy",
        "SmsDeadLettersPolicy",
        edit("policy", "sns.amazonaws.com", "s3.amazonaws.com"),
      ),
    "a key that does not admit SNS": () =>
      inProduction("key", "KeyMessages", edit("policy", "sns.amazonaws.com", "s3.amazonaws.com")),
    "a key that does not admit CloudWatch": () =>
      inProduction("key", "KeyMessages", edit("policy", "cloudwatch.amazonaws.com", "s3.amazonaws.com")),
    "an ops topic that does not admit CloudWatch": () =>
      inProduction(
        "topicPolicy",
        "OpsTopicPolicy",
        edit("policy", "cloudwatch.amazonaws.com", "s3.amazonaws.com"),
      ),
    "an ops topic that does not admit budgets": () =>
      inProduction(
        "topicPolicy",
        "OpsTopicPolicy",
        edit("policy", "budgets.amazonaws.com", "s3.amazonaws.com"),
      ),
    "a key that does not admit CloudTrail": () =>
      inProduction("key", "KeyLake", edit("policy", "cloudtrail.amazonaws.com", "s3.amazonaws.com")),
    "a key that does not admit logs": () =>
      inProduction("key", "KeyLogs", edit("policy", "logs.eu-west-1.amazonaws.com", "s3.amazonaws.com")),
    "a reader that may not decrypt its queue": () =>
      inProduction(
        "role",
        "EmailHandlerRole",
        edit("inlinePolicies.0.policy", "key/KeyMessages", "key/Other"),
      ),
    "a reader that may not decrypt its stream": () =>
      inProduction(
        "role",
        "LakeHandlerRole",
        edit("inlinePolicies.0.policy", "key/KeyMessages", "key/Other"),
      ),
    "a reader that may not decrypt its table": () =>
      inProduction(
        "role",
        "AnnounceHandlerRole",
        edit("inlinePolicies.0.policy", "key/KeyTables", "key/Other"),
      ),
  },
  alarmsOnEverything: {
    ...Object.fromEntries(
      [
        "Shop-errors",
        "Shop-slow",
        "Shop-throttled",
        "Shop-concurrency",
        "Announce-behind",
        "Publish-behind",
        "Live-behind",
        "Lake-behind",
        "EmailQueue-old",
        "EmailDeadLetters-not-empty",
        "ScheduleFailures-not-empty",
        "EventStream-writes-throttled",
        "EventStream-shards",
        "Orders-writes-throttled",
        "Account-concurrency",
        "Api-errors",
        "Mail-bounces",
        "Payments-unavailable",
        "Payments-refused",
        "Oldest-open",
        "Sweep-backlog",
        "Sweep-failures",
        "Reconciliation-mismatches",
        "Anomalies",
        "Storefront-server-errors",
      ].map((alarm) => [
        `no alarm ${alarm}`,
        () =>
          withoutInProduction(
            "alarm",
            `Alarm${alarm.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())}`,
          ),
      ]),
    ),
    "an alarm that tells nobody": () => inProduction("alarm", "AlarmShopErrors", set("alarmActions", [])),
    "an alarm without a runbook": () =>
      inProduction("alarm", "AlarmShopErrors", set("alarmDescription", "Oh dear")),
    "no budget": () => withoutInProduction("budget", "Budget"),
  },
  tags: {
    "no stage in the tags": () => {
      const graph = production();
      return {
        ...graph,
        app: { ...graph.app, providers: { aws: { defaultTags: { tags: { application: "doorbuster" } } } } },
      };
    },
  },
  removal: {
    "production that one command removes": () => {
      const graph = production();
      return { ...graph, app: { ...graph.app, protect: false } };
    },
    "production whose data goes with it": () => {
      const graph = production();
      return { ...graph, app: { ...graph.app, removal: "remove" } };
    },
    "a table that goes with its definition": () => {
      const graph = production();
      const resources = graph.resources.map((each) =>
        each.name === "OrdersTable" ? { ...each, retained: false } : each,
      );
      return { ...graph, resources };
    },
    "a key that goes with its definition": () => {
      const graph = production();
      const resources = graph.resources.map((each) =>
        each.name === "KeyTables" ? { ...each, retained: false } : each,
      );
      return { ...graph, resources };
    },
    "a table that can be deleted": () =>
      inProduction("table", "OrdersTable", set("deletionProtectionEnabled", false)),
    "a table that cannot be brought back": () =>
      inProduction("table", "OrdersTable", set("pointInTimeRecovery.enabled", false)),
    "people that can be deleted": () =>
      inProduction("userPool", "StaffUserPool", set("deletionProtection", "INACTIVE")),
    "a lake that can be deleted": () => inProduction("bucket", "LakeBucket", set("forceDestroy", true)),
    "a secret that is gone at once": () =>
      inProduction("secret", "SecretReadTokenKey", set("recoveryWindowInDays", 0)),
    "a lake that forgets what is overwritten": () => withoutInProduction("versioning", "LakeVersioning"),
    "a preview that leaves its data": () => {
      const graph = graphOf("preview");
      return { ...graph, app: { ...graph.app, removal: "retain" } };
    },
    "a preview's table that stays": () => {
      const graph = graphOf("preview");
      const resources = graph.resources.map((each) =>
        each.name === "OrdersTable" ? { ...each, retained: true } : each,
      );
      return { ...graph, resources };
    },
    "a preview's bucket that stays": () =>
      changed(graphOf("preview"), types.bucket, "LakeBucket", set("forceDestroy", false)),
    "a preview's table that cannot be removed": () =>
      changed(graphOf("preview"), types.table, "OrdersTable", set("deletionProtectionEnabled", true)),
  },
  noSecrets: {
    "a secret's value in the state": () =>
      add("aws:secretsmanager/secretVersion:SecretVersion", "Value", { secretString: "hidden" }),
    "a secret in a variable": () =>
      inProduction("fn", "ShopHandlerFunction", (inputs) =>
        set("environment.variables", { ...inputs["environment"].variables, PAYMENT_SECRET: "hidden" })(
          inputs,
        ),
      ),
    "the deployer's environment in the state": () =>
      inProduction("command", "StorefrontBuilder", set("environment", { SST: "1", PATH: "/bin" })),
    "a provider's key anywhere": () =>
      inProduction("fn", "ShopHandlerFunction", set("description", `sk_${"live"}_1234`)),
  },
  firewalls: {
    "a door without firewall": () =>
      inProduction("distribution", "StorefrontDoorCdnDistribution", set("webAclId", undefined)),
    "an API without firewall": () => withoutInProduction("aclAssociation", "ApiFirewallAssociation"),
    "sign-in without firewall": () => withoutInProduction("aclAssociation", "CustomersFirewall"),
    "a firewall that does not count": () =>
      inProduction("acl", "ApiFirewall", (inputs) => set("rules", inputs["rules"].slice(1))(inputs)),
    "a firewall without the common rules": () =>
      inProduction("acl", "StorefrontDoorWaf", (inputs) => set("rules", inputs["rules"].slice(0, 1))(inputs)),
  },
  leastPrivilege: {
    "all actions of a service": () =>
      inProduction(
        "role",
        "ShopHandlerRole",
        edit("inlinePolicies.0.policy", "dynamodb:GetItem", "dynamodb:*"),
      ),
    "an action on everything": () =>
      inProduction(
        "role",
        "LiveHandlerRole",
        edit("inlinePolicies.0.policy", "arn:aws:dynamodb:eu-west-1", "*"),
      ),
    "a policy that AWS wrote": () =>
      inProduction(
        "role",
        "ShopHandlerRole",
        set("managedPolicyArns", ["arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"]),
      ),
    "a role for the whole account": () =>
      inProduction(
        "role",
        "ShopHandlerRole",
        edit(
          "assumeRolePolicy",
          '"Service":"lambda.amazonaws.com"',
          '"AWS":"arn:aws:iam::123456789012:root"',
        ),
      ),
    "an action that nobody granted": () =>
      inProduction(
        "role",
        "ShopHandlerRole",
        edit("inlinePolicies.0.policy", '"dynamodb:GetItem"', '"dynamodb:GetItem","dynamodb:DeleteItem"'),
      ),
    "an action that was granted and is not allowed": () =>
      inProduction(
        "role",
        "AnnounceHandlerRole",
        edit("inlinePolicies.0.policy", '"sns:Publish"', '"sns:Subscribe"'),
      ),
  },
  asDefined: {
    "another key": () => inProduction("table", "StockTable", set("hashKey", "id")),
    "an index less": () => inProduction("table", "OrdersTable", set("globalSecondaryIndexes", [])),
    "no stream": () => inProduction("table", "OrdersTable", set("streamViewType", undefined)),
    "no time to live": () => inProduction("table", "MetricsTable", set("ttl", undefined)),
    "another time to give up": () =>
      inProduction(
        "queue",
        "EmailQueueQueue",
        edit("redrivePolicy", '"maxReceiveCount":1000', '"maxReceiveCount":3'),
      ),
    "another retention": () => inProduction("stream", "EventStreamStream", set("retentionPeriod", 48)),
    "another filter": () => inProduction("subscription", "OrderTopicToEmailQueue", set("filterPolicy", "{}")),
    "wrapped messages": () =>
      inProduction("subscription", "OrderTopicToEmailQueue", set("rawMessageDelivery", false)),
    "a column less": () => inProduction("glue", "EventsRaw", set("storageDescriptor.columns", [])),
    "a subscription that is buffered": () =>
      inProduction(
        "integration",
        "ApiRouteWatchTrpcOrderwatchIntegration",
        set("responseTransferMode", "BUFFERED"),
      ),
    "a route that is missing": () => withoutInProduction("integration", "ApiRouteShopTrpcProxyIntegration"),
  },
  doors: {
    "a site that does not forward": () =>
      inProduction("distribution", "StorefrontDoorCdnDistribution", set("orderedCacheBehaviors", [])),
    "a door that keeps answers": () =>
      inProduction(
        "distribution",
        "ConsoleDoorCdnDistribution",
        set("orderedCacheBehaviors.0.cachePolicyId", "other"),
      ),
    "a door that holds streams back": () =>
      inProduction(
        "distribution",
        "ConsoleDoorCdnDistribution",
        set("orderedCacheBehaviors.0.compress", true),
      ),
    "no door at all": () => withoutInProduction("distribution", "ConsoleDoorCdnDistribution"),
  },
};

for (const [name, rule] of Object.entries(rules)) {
  describe(`${name} finds`, () => {
    for (const [what, graph] of Object.entries(broken[name as keyof typeof rules])) {
      test(what, () => expect(rule(graph())).not.toEqual([]));
    }
  });
}
