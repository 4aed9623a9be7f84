import { expect, test } from "vitest";

import { type Graph, named } from "./graph/graph.ts";
import { inlineStatements } from "./rules/policies.ts";
import { graphOf } from "./testing/graphs.ts";

/** What the function that mails may send as. */
const mayUse = (graph: Graph): readonly string[] =>
  inlineStatements(named(graph, "aws:iam/role:Role", "EmailHandlerRole"))
    .filter(({ actions }) => actions.includes("ses:SendEmail"))
    .flatMap(({ resources }) => resources);

test.each(["production", "preview", "personal", "altered"] as const)(
  "%s sends as its sender and by the sender's configuration set, and as nobody else",
  (stage) => {
    const graph = graphOf(stage);
    const { domain, senderEmail, region } = graph.settings;
    const arn = `arn:aws:ses:${region}:123456789012`;
    expect(mayUse(graph)).toEqual([
      `${arn}:identity/${domain ?? senderEmail}`,
      expect.stringMatching(new RegExp(`^${arn}:configuration-set/doorbuster`)),
    ]);
  },
);
