import { type Graph, named, ofType, type Resource } from "../graph/graph.ts";
import { inlineStatements, roleOf, statementsOf } from "./policies.ts";
import { each, type Rule } from "./rule.ts";

/**
 * Where one service writes to another through a key, the key must admit it: else the message is lost without a word, and
 * only on AWS.
 *
 *   topic ──SNS──► queue            the queue's key and policy admit SNS
 *   alarm ──CloudWatch──► topic     the topic's key and policy admit CloudWatch
 *   function ──► queue, topic …     the function's role may use the key
 */
export const keyEdges: Rule = (graph) => [
  ...each(ofType(graph, "aws:sns/topicSubscription:TopicSubscription"), (subscription) =>
    subscription.inputs["protocol"] === "sqs" ? fromTopic(graph, subscription) : undefined,
  ),
  ...each(ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm"), (alarm) =>
    toTopics(graph, alarm.inputs["alarmActions"] ?? [], "cloudwatch.amazonaws.com"),
  ),
  ...each(ofType(graph, "aws:budgets/budget:Budget"), ({ inputs }) => {
    const notifications = (inputs["notifications"] ?? []) as readonly { subscriberSnsTopicArns?: string[] }[];
    const topics = notifications.flatMap(({ subscriberSnsTopicArns = [] }) => subscriberSnsTopicArns);
    return toTopics(graph, [...new Set(topics)], "budgets.amazonaws.com");
  }),
  ...each(ofType(graph, "aws:cloudtrail/trail:Trail"), ({ inputs }) =>
    admits(graph, inputs["kmsKeyId"], "cloudtrail.amazonaws.com", ["kms:DescribeKey"])
      ? undefined
      : "the key does not admit CloudTrail",
  ),
  ...each(ofType(graph, "aws:cloudwatch/logGroup:LogGroup"), ({ inputs }) =>
    inputs["kmsKeyId"] === undefined || admits(graph, inputs["kmsKeyId"], /^logs\./)
      ? undefined
      : "the key does not admit CloudWatch Logs",
  ),
  ...each(ofType(graph, "aws:lambda/eventSourceMapping:EventSourceMapping"), (source) =>
    bySource(graph, source),
  ),
];

function fromTopic(graph: Graph, { inputs }: Resource): string[] {
  const said: string[] = [];
  const { deadLetterTargetArn } = JSON.parse(inputs["redrivePolicy"] ?? "{}") as {
    deadLetterTargetArn?: string;
  };
  for (const arn of [String(inputs["endpoint"]), deadLetterTargetArn ?? []].flat()) {
    const queue = byArn(graph, "aws:sqs/queue:Queue", arn);
    const admitted = ofType(graph, "aws:sqs/queuePolicy:QueuePolicy")
      .flatMap((policy) => statementsOf(policy.inputs["policy"]))
      .some(
        ({ effect, principals, resources, condition }) =>
          effect === "Allow" &&
          principals.includes("sns.amazonaws.com") &&
          resources.includes(arn) &&
          condition.includes(String(inputs["topic"])),
      );
    if (!admitted) said.push(`${arn} does not admit the topic`);
    if (!admits(graph, queue?.inputs["kmsMasterKeyId"], "sns.amazonaws.com")) {
      said.push(`the key of ${arn} does not admit SNS`);
    }
  }
  return said;
}

function toTopics(graph: Graph, arns: readonly string[], service: string): string[] {
  return arns.flatMap((arn) => {
    const said: string[] = [];
    const topic = byArn(graph, "aws:sns/topic:Topic", arn);
    const admitted = ofType(graph, "aws:sns/topicPolicy:TopicPolicy")
      .flatMap((policy) => statementsOf(policy.inputs["policy"]))
      .some(
        ({ effect, principals, resources }) =>
          effect === "Allow" && principals.includes(service) && resources.includes(arn),
      );
    if (!admitted) said.push(`${arn} does not admit ${service}`);
    if (!admits(graph, topic?.inputs["kmsMasterKeyId"], service)) {
      said.push(`the key of ${arn} does not admit ${service}`);
    }
    return said;
  });
}

/** A function that is fed from something encrypted must be able to decrypt it. */
function bySource(graph: Graph, { inputs }: Resource): string | undefined {
  const fn = ofType(graph, "aws:lambda/function:Function").find(({ inputs: { name } }) =>
    String(inputs["functionName"]).split(":").includes(String(name)),
  );
  const role = fn && roleOf(graph, fn);
  const key = keyOfSource(graph, String(inputs["eventSourceArn"]));
  const may =
    role !== undefined &&
    inlineStatements(role).some(
      ({ actions, resources }) => actions.includes("kms:Decrypt") && resources.includes(String(key)),
    );
  return may ? undefined : "the function may not decrypt what it is fed with";
}

function keyOfSource(graph: Graph, arn: string): unknown {
  const service = arn.split(":")[2];
  if (service === "sqs") return byArn(graph, "aws:sqs/queue:Queue", arn)?.inputs["kmsMasterKeyId"];
  if (service === "kinesis") return ofType(graph, "aws:kinesis/stream:Stream")[0]?.inputs["kmsKeyId"];
  const table = ofType(graph, "aws:dynamodb/table:Table").find(({ inputs }) =>
    arn.includes(`/${inputs["name"]}/`),
  );
  return table?.inputs["serverSideEncryption"]?.kmsKeyArn;
}

function byArn(graph: Graph, type: string, arn: string): Resource | undefined {
  return ofType(graph, type).find(({ name, inputs }) => arn.endsWith(`:${String(inputs["name"] ?? name)}`));
}

/** Whether the key lets a service encrypt and decrypt for us, and do what else it asks. */
function admits(
  graph: Graph,
  keyArn: unknown,
  service: string | RegExp,
  alsoAsked: readonly string[] = [],
): boolean {
  const name = String(keyArn).split("/")[1];
  if (name === undefined) return false;
  return statementsOf(named(graph, "aws:kms/key:Key", name).inputs["policy"]).some(
    ({ effect, actions, principals }) =>
      effect === "Allow" &&
      actions.some((action) => action.startsWith("kms:GenerateDataKey")) &&
      ["kms:Decrypt", ...alsoAsked].every((action) => actions.includes(action)) &&
      principals.some((each) => (typeof service === "string" ? each === service : service.test(each))),
  );
}
