import { expect, test } from "vitest";

import { named } from "./graph/graph.ts";
import { inlineStatements } from "./rules/policies.ts";
import { graphOf } from "./testing/graphs.ts";

test("the pipeline may use the connection that the setting names, by the name of its service and by the former one", () => {
  const graph = graphOf("altered");
  const arn = graph.settings.pipeline?.connectionArn ?? "";
  const [, , service] = arn.split(":");
  const allowed = inlineStatements(named(graph, "aws:iam/role:Role", "PipelineRole"))
    .filter(({ resources }) => resources.includes(arn))
    .flatMap(({ actions }) => actions);
  expect(allowed).toContain(`${service}:UseConnection`);
  expect(allowed).toContain("codestar-connections:UseConnection");
});
