import { expect, test } from "vitest";

import { type Graph, named, ofType } from "./graph/graph.ts";
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

test("a pool that sends as the stage's sender is made when SES has verified the domain, which waits for no pool", () => {
  const graph = graphOf("altered");
  expect(graph.settings.signInMails).toBe("own");
  for (const pool of ofType(graph, "aws:cognito/userPool:UserPool")) {
    expect([pool.name, ...pool.after]).toEqual(expect.arrayContaining(["MailIdentity", "MailVerification"]));
  }
  const pools = ["CustomersUserPool", "StaffUserPool"];
  const before = [...leadingTo(graph, "MailVerification")];
  expect(before).toContain("MailIdentity");
  expect(before.filter((name) => pools.includes(name))).toEqual([]);
});

/** All that must be there before a resource, near and far. */
function leadingTo(graph: Graph, name: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  for (const before of graph.resources.filter((each) => each.name === name).flatMap(({ after }) => after)) {
    if (seen.has(before)) continue;
    seen.add(before);
    leadingTo(graph, before, seen);
  }
  return seen;
}
