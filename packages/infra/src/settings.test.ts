import { buckets } from "@doorbuster/adapters/definitions/messaging";
import { tables as definedTables } from "@doorbuster/adapters/definitions/tables";
import { expect, test } from "vitest";

import { type Graph, type Inputs, named, ofType, type Resource } from "./graph/graph.ts";
import { isPersonal, settingsFor, type Settings } from "./settings.ts";
import { graphOf, type StageName } from "./testing/graphs.ts";

/** The settings one by one, those of a group by `group.name`: the table below is complete, or does not compile. */
type Group = "payment" | "api" | "functions" | "tables" | "stream" | "slices" | "lake";
type Path =
  | Exclude<keyof Settings, Group>
  | { [Name in Group]: `${Name}.${keyof Settings[Name] & string}` }[Group];

/** What the graph says of a setting, and what it should say by the settings it was made with. */
interface Trace {
  readonly says: (graph: Graph) => unknown;
  readonly wanted: (settings: Settings) => unknown;
  /** Where it has another value than in production; `altered` where nothing is said. */
  readonly beside?: StageName;
}

const inputs = (graph: Graph, type: string, name: string): Inputs => named(graph, type, name).inputs;
const table = (graph: Graph) => inputs(graph, "aws:dynamodb/table:Table", "OrdersTable");
const stream = (graph: Graph) => inputs(graph, "aws:kinesis/stream:Stream", "EventStreamStream");
const fn = (graph: Graph, name: string) =>
  inputs(graph, "aws:lambda/function:Function", `${name}HandlerFunction`);
const alarm = (graph: Graph, name: string) =>
  inputs(graph, "aws:cloudwatch/metricAlarm:MetricAlarm", `Alarm${name}`);
const throttling = (graph: Graph) =>
  inputs(graph, "aws:apigateway/methodSettings:MethodSettings", "ApiSettings")["settings"];
const lifecycle = (graph: Graph) =>
  inputs(graph, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "LakeLifecycle")[
    "rules"
  ][0];
/** An argument of each resource of a type. */
const each = (graph: Graph, type: string, argument: string): unknown[] =>
  ofType(graph, type).map(({ inputs }) => inputs[argument] as unknown);
const count = (graph: Graph, type: string) => ofType(graph, type).length;
const told = (graph: Graph) =>
  JSON.parse(fn(graph, "Shop")["environment"].variables.DOORBUSTER_SETTINGS) as Inputs;
const siteVariables = (graph: Graph): Inputs => {
  const server = ofType(graph, "aws:lambda/function:Function").find(({ name }) =>
    name.startsWith("StorefrontServer"),
  );
  return server?.inputs["environment"].variables as Inputs;
};
/** Each value once; undefined is one. */
const distinct = (values: readonly unknown[]): unknown[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
/** Of how many tables and buckets a trail writes down who read or changed what is in them. */
const watchedBy = ({ inputs }: Resource): Record<string, number> =>
  Object.fromEntries(
    (inputs["advancedEventSelectors"] as readonly { fieldSelectors: readonly Inputs[] }[])
      .map(({ fieldSelectors }) => new Map(fieldSelectors.map((selector) => [selector["field"], selector])))
      .filter((fields) => fields.get("eventCategory")?.["equals"][0] === "Data")
      .map((fields) => {
        const { equals, startsWiths } = fields.get("resources.ARN") ?? {};
        return [fields.get("resources.type")?.["equals"][0], new Set(equals ?? startsWiths).size];
      }),
  );
/** The limits in the firewalls' counting rules of that name. */
const limits = (graph: Graph, rule: string) =>
  ofType(graph, "aws:wafv2/webAcl:WebAcl").flatMap(({ inputs }) =>
    (inputs["rules"] as readonly Inputs[])
      .filter(({ name }) => name === rule)
      .map(({ statement }) => statement.rateBasedStatement.limit),
  );

const traces: Readonly<Record<Path, Trace>> = {
  region: { says: ({ app }) => app.providers["aws"].region, wanted: ({ region }) => region },
  keepData: { says: ({ app }) => app.protect, wanted: ({ keepData }) => keepData },
  domain: {
    says: (graph) => ({
      sites: ofType(graph, "aws:cloudfront/distribution:Distribution")
        .flatMap(({ inputs }) => inputs["aliases"])
        .sort((a: string, b: string) => a.localeCompare(b)),
      api: each(graph, "aws:apigateway/domainName:DomainName", "domainName"),
      // The identity is what it may send as: an address of it needs none of its own.
      mail: each(graph, "aws:sesv2/emailIdentity:EmailIdentity", "emailIdentity"),
      bounces: each(
        graph,
        "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes",
        "mailFromDomain",
      ),
    }),
    wanted: ({ domain, senderEmail }) =>
      domain === undefined
        ? { sites: [], api: [], mail: [senderEmail], bounces: [] }
        : {
            sites: [`console.${domain}`, domain],
            api: [`api.${domain}`],
            mail: [domain],
            bounces: [`mail.${domain}`],
          },
  },
  senderEmail: { says: (graph) => told(graph)["senderEmail"], wanted: ({ senderEmail }) => senderEmail },
  mailIdentity: {
    says: (graph) => count(graph, "aws:sesv2/emailIdentity:EmailIdentity"),
    wanted: ({ mailIdentity }) => (mailIdentity === "own" ? 1 : 0),
    beside: "preview",
  },
  signInMails: {
    says: (graph) => distinct(each(graph, "aws:cognito/userPool:UserPool", "emailConfiguration")),
    wanted: ({ signInMails, domain, senderEmail, region }) =>
      signInMails === "cognito"
        ? [{ emailSendingAccount: "COGNITO_DEFAULT" }]
        : [
            {
              emailSendingAccount: "DEVELOPER",
              sourceArn: `arn:aws:ses:${region}:123456789012:identity/${domain ?? senderEmail}`,
              fromEmailAddress: senderEmail,
            },
          ],
  },
  collection: { says: (graph) => told(graph)["collection"], wanted: ({ collection }) => collection },
  "payment.baseUrl": {
    says: (graph) => told(graph)["paymentBaseUrl"],
    wanted: ({ payment }) => payment.baseUrl,
  },
  "payment.fieldsUrl": {
    says: (graph) => siteVariables(graph)["DOORBUSTER_FIELDS_URL"],
    wanted: ({ payment }) => payment.fieldsUrl,
  },
  "payment.publishableKey": {
    says: (graph) => siteVariables(graph)["DOORBUSTER_PUBLISHABLE_KEY"],
    wanted: ({ payment }) => payment.publishableKey,
  },
  smsSenderId: {
    says: (graph) => told(graph)["notifications"].smsSenderId,
    wanted: ({ smsSenderId }) => smsSenderId,
  },
  smsPerMonth: {
    says: (graph) =>
      inputs(graph, "aws:sns/smsPreferences:SmsPreferences", "TextMessages")["monthlySpendLimit"],
    wanted: ({ smsPerMonth }) => smsPerMonth,
  },
  captureAt: { says: (graph) => told(graph)["orders"].captureAt, wanted: ({ captureAt }) => captureAt },
  alarmEmails: {
    says: (graph) =>
      ofType(graph, "aws:sns/topicSubscription:TopicSubscription")
        .filter(({ inputs }) => inputs["protocol"] === "email")
        .map(({ inputs }) => inputs["endpoint"]),
    wanted: ({ alarmEmails }) => alarmEmails,
  },
  logRetentionDays: {
    says: (graph) => inputs(graph, "aws:cloudwatch/logGroup:LogGroup", "ShopLogs")["retentionInDays"],
    wanted: ({ logRetentionDays }) => logRetentionDays,
  },
  "api.ratePerSecond": {
    says: (graph) => throttling(graph).throttlingRateLimit,
    wanted: ({ api }) => api.ratePerSecond,
  },
  "api.burst": { says: (graph) => throttling(graph).throttlingBurstLimit, wanted: ({ api }) => api.burst },
  "api.perAddressLimit": {
    says: (graph) => limits(graph, "PerAddress"),
    wanted: ({ api }) => [api.perAddressLimit, api.perAddressLimit, api.perAddressLimit],
  },
  "api.webhookLimit": {
    says: (graph) => limits(graph, "WebhooksPerAddress"),
    wanted: ({ api }) => [api.webhookLimit],
  },
  "functions.provisioned": {
    says: (graph) =>
      ofType(graph, "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig").map(
        ({ inputs }) => [
          String(inputs["functionName"]).split("-").at(-1),
          inputs["provisionedConcurrentExecutions"],
        ],
      ),
    wanted: ({ functions }) => Object.entries(functions.provisioned),
  },
  "functions.reserved": {
    says: (graph) => [
      fn(graph, "Shop")["reservedConcurrentExecutions"],
      fn(graph, "Watch")["reservedConcurrentExecutions"],
    ],
    wanted: ({ functions: { reserved } }) => [reserved?.shop, reserved?.watch ?? 200],
  },
  "functions.accountConcurrency": {
    says: (graph) => alarm(graph, "AccountConcurrency")["threshold"],
    wanted: ({ functions }) => functions.accountConcurrency * 0.8,
  },
  "tables.capacity": {
    says: (graph) => [
      table(graph)["billingMode"],
      table(graph)["writeCapacity"],
      ofType(graph, "aws:appautoscaling/target:Target").find(
        ({ name }) => name === "OrdersbyOwnerWriteCapacity",
      )?.inputs["maxCapacity"],
      ofType(graph, "aws:appautoscaling/policy:Policy").find(({ name }) => name === "OrdersWriteScaling")
        ?.inputs["targetTrackingScalingPolicyConfiguration"].targetValue,
    ],
    wanted: ({ tables: { capacity } }) =>
      capacity === "onDemand"
        ? ["PAY_PER_REQUEST", undefined, undefined, undefined]
        : ["PROVISIONED", capacity.min, capacity.max, capacity.targetPercent],
  },
  "tables.warmThroughput": {
    says: (graph) =>
      distinct([table(graph), ...table(graph)["globalSecondaryIndexes"]].map((each) => each.warmThroughput)),
    wanted: ({ tables: { warmThroughput } }) => [
      warmThroughput && {
        readUnitsPerSecond: warmThroughput.reads,
        writeUnitsPerSecond: warmThroughput.writes,
      },
    ],
  },
  "tables.pointInTimeRecovery": {
    says: (graph) => table(graph)["pointInTimeRecovery"].enabled,
    wanted: ({ tables }) => tables.pointInTimeRecovery,
  },
  "stream.capacity": {
    says: (graph) => [stream(graph)["streamModeDetails"].streamMode, stream(graph)["shardCount"]],
    wanted: ({ stream: { capacity } }) =>
      capacity === "onDemand" ? ["ON_DEMAND", undefined] : ["PROVISIONED", capacity.shards],
  },
  "stream.enhancedFanOut": {
    says: (graph) =>
      String(
        inputs(graph, "aws:lambda/eventSourceMapping:EventSourceMapping", "LiveSource")["eventSourceArn"],
      ).includes(":stream/consumer/"),
    wanted: ({ stream }) => stream.enhancedFanOut,
  },
  "stream.shardQuota": {
    says: (graph) => [
      alarm(graph, "EventStreamShardsBytes")["threshold"],
      alarm(graph, "EventStreamShardsRecords")["threshold"],
    ],
    wanted: ({ stream: { capacity, shardQuota } }) => {
      const shards = capacity === "onDemand" ? shardQuota : capacity.shards;
      return [Math.floor(shards * 60 * 1024 ** 2 * 0.8), shards * 60 * 1_000 * 0.8];
    },
  },
  "slices.due": { says: (graph) => told(graph)["slices"].due, wanted: ({ slices }) => slices.due },
  "slices.live": { says: (graph) => told(graph)["slices"].live, wanted: ({ slices }) => slices.live },
  network: {
    says: (graph) => fn(graph, "Live")["vpcConfig"] !== undefined,
    wanted: ({ network }) => network === "private",
  },
  "lake.coldAfterDays": {
    says: (graph) => lifecycle(graph).transitions[0].days,
    wanted: ({ lake }) => lake.coldAfterDays,
  },
  "lake.deleteAfterDays": {
    says: (graph) => lifecycle(graph).expiration?.days,
    wanted: ({ lake }) => lake.deleteAfterDays,
  },
  "lake.scanLimitGb": {
    says: (graph) =>
      inputs(graph, "aws:athena/workgroup:Workgroup", "Reports")["configuration"].bytesScannedCutoffPerQuery,
    wanted: ({ lake }) => lake.scanLimitGb * 1024 ** 3,
  },
  quickSightOwner: {
    says: (graph) =>
      ofType(graph, "aws:cloudformation/stack:Stack").map(
        ({ inputs }) =>
          JSON.parse(inputs["templateBody"]).Resources.Dashboard.Properties.Permissions[0].Principal,
      ),
    wanted: ({ quickSightOwner }) => (quickSightOwner === undefined ? [] : [quickSightOwner]),
  },
  cloudTrail: {
    says: (graph) => ofType(graph, "aws:cloudtrail/trail:Trail").map(watchedBy),
    wanted: ({ cloudTrail }) =>
      cloudTrail
        ? [
            {
              "AWS::DynamoDB::Table": Object.keys(definedTables).length,
              "AWS::S3::Object": Object.keys(buckets).length,
            },
          ]
        : [],
  },
  shieldAdvanced: {
    says: (graph) => count(graph, "aws:shield/protection:Protection") === 2,
    wanted: ({ shieldAdvanced }) => shieldAdvanced,
  },
  budgetPerMonth: {
    says: (graph) => inputs(graph, "aws:budgets/budget:Budget", "Budget")["limitAmount"],
    wanted: ({ budgetPerMonth }) => String(budgetPerMonth),
  },
  pipeline: {
    says: (graph) =>
      ofType(graph, "aws:codepipeline/pipeline:Pipeline").map(
        ({ inputs }) => inputs["stages"][0].actions[0].configuration,
      ),
    wanted: ({ pipeline }) =>
      pipeline === undefined
        ? []
        : [
            {
              ConnectionArn: pipeline.connectionArn,
              FullRepositoryId: pipeline.repository,
              BranchName: pipeline.branch,
            },
          ],
  },
};

for (const [path, { says, wanted, beside = "altered" }] of Object.entries(traces)) {
  test(`${path} changes what it says`, () => {
    const [base, altered] = [graphOf("production"), graphOf(beside)];
    expect(says(base)).toEqual(wanted(base.settings));
    expect(says(altered)).toEqual(wanted(altered.settings));
    expect(wanted(altered.settings)).not.toEqual(wanted(base.settings));
  });
}

test("pull requests have stages of their own, and any other name is somebody's own", () => {
  expect(settingsFor("pr-12")).toBe(settingsFor("preview"));
  expect(settingsFor("ada")).toBe(settingsFor("grace"));
  expect(["ada", "pr-12", "preview", "production"].map(isPersonal)).toEqual([true, false, false, false]);
  expect(settingsFor("ada").keepData).toBe(false);
  expect(settingsFor("production").keepData).toBe(true);
});
