import { type Graph, ofType, type Resource } from "../graph/graph.ts";
import { each, type Rule } from "./rule.ts";

/** Whatever works without a caller who waits is tried again, and what fails for good lands where it is seen. */
export const asynchronous: Rule = (graph) => [
  ...each(ofType(graph, "aws:lambda/eventSourceMapping:EventSourceMapping"), (source) =>
    String(source.inputs["eventSourceArn"]).startsWith("arn:aws:sqs:")
      ? fromQueue(graph, source)
      : fromStream(source),
  ),
  ...each(ofType(graph, "aws:sns/topicSubscription:TopicSubscription"), ({ inputs }) =>
    inputs["protocol"] === "sqs" && !inputs["redrivePolicy"]
      ? "what the queue will not take is lost"
      : undefined,
  ),
  ...each(ofType(graph, "aws:scheduler/schedule:Schedule"), (schedule) => onTheClock(graph, schedule)),
];

function fromStream({ inputs }: Resource): string[] {
  const said: string[] = [];
  if (!inputs["destinationConfig"]?.onFailure?.destinationArn) said.push("has no failure target");
  if (inputs["bisectBatchOnFunctionError"] !== true) said.push("one bad record takes its batch with it");
  if (inputs["maximumRetryAttempts"] === undefined) said.push("nobody decided how often it is tried");
  if (!inputs["functionResponseTypes"]?.includes("ReportBatchItemFailures")) {
    said.push("repeats what succeeded");
  }
  if (inputs["startingPosition"] !== "TRIM_HORIZON") said.push("misses what came before it was there");
  return said;
}

function fromQueue(graph: Graph, { inputs }: Resource): string[] {
  const said: string[] = [];
  const arn = String(inputs["eventSourceArn"]);
  const queue = ofType(graph, "aws:sqs/queue:Queue").find(({ name, inputs: { name: physical } }) =>
    arn.endsWith(`:${String(physical ?? name)}`),
  );
  if (!queue?.inputs["redrivePolicy"]) said.push("reads a queue without dead letters");
  const timeout = ofType(graph, "aws:lambda/function:Function").find(({ inputs: { name } }) =>
    String(inputs["functionName"]).split(":").includes(String(name)),
  )?.inputs["timeout"];
  // Six times the time-out, says the developer guide: or a slow batch is delivered twice.
  const visibility = Number(queue?.inputs["visibilityTimeoutSeconds"] ?? 30);
  if (!(visibility >= 6 * Number(timeout))) said.push("a slow batch is delivered twice");
  return said;
}

function onTheClock(graph: Graph, { inputs }: Resource): string[] {
  const said: string[] = [];
  const { arn, deadLetterConfig, retryPolicy } = inputs["target"] ?? {};
  if (!deadLetterConfig?.arn) said.push("has no failure target");
  if (retryPolicy?.maximumRetryAttempts === undefined) said.push("nobody decided how often it is tried");
  const config = ofType(graph, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").find(
    (each) => String(arn).split(":").includes(String(each.inputs["functionName"])),
  );
  if (!config?.inputs["destinationConfig"]?.onFailure?.destination) {
    said.push("a call that fails is forgotten");
  }
  return said;
}
