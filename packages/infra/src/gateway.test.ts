import { expect, test } from "vitest";

import { type Graph, ofType } from "./graph/graph.ts";
import { graphOf } from "./testing/graphs.ts";

/** The group that API Gateway would make for each stage whose errors it logs, and what is decided about it. */
function executionLogs(graph: Graph) {
  const groups = ofType(graph, "aws:cloudwatch/logGroup:LogGroup");
  return ofType(graph, "aws:apigateway/methodSettings:MethodSettings")
    .filter(({ inputs }) => inputs["settings"].loggingLevel !== "OFF")
    .map(({ inputs }) => {
      const name = `API-Gateway-Execution-Logs_${inputs["restApi"]}/${inputs["stageName"]}`;
      return groups.find((group) => group.inputs["name"] === name)?.inputs;
    });
}

test.each(["production", "preview", "personal", "altered"] as const)(
  "in %s API Gateway finds a group for its own log, kept as long as was decided, under our key",
  (stage) => {
    const graph = graphOf(stage);
    expect(executionLogs(graph)).toMatchObject([
      {
        retentionInDays: graph.settings.logRetentionDays,
        kmsKeyId: expect.stringMatching(/^arn:aws:kms:.*KeyLogs$/) as string,
      },
    ]);
  },
);
