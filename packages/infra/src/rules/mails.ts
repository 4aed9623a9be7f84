import { type Graph, ofType } from "../graph/graph.ts";
import { each, type Finding, type Rule } from "./rule.ts";

/**
 * Mails come from an address that SES knows, and never go again to one that bounced or complained. A stage that uses what the
 * account has makes neither.
 */
export const mails: Rule = (graph) => (graph.settings.mailIdentity === "own" ? own(graph) : none(graph));

const own: Rule = (graph) => [
  ...identity(graph),
  ...missing(graph, "aws:sesv2/configurationSet:ConfigurationSet", "nobody says how mails are sent"),
  ...each(ofType(graph, "aws:sesv2/configurationSet:ConfigurationSet"), ({ inputs }) => {
    const reasons: readonly string[] = inputs["suppressionOptions"]?.suppressedReasons ?? [];
    return [
      ...["BOUNCE", "COMPLAINT"]
        .filter((reason) => !reasons.includes(reason))
        .map((reason) => `writes again after a ${reason}`),
      // Without it there is no figure of bounces to raise an alarm by.
      ...(inputs["reputationOptions"]?.reputationMetricsEnabled === true ? [] : ["counts no bounces"]),
    ];
  }),
];

const none: Rule = (graph) =>
  each(
    ofType(
      graph,
      "aws:sesv2/configurationSet:ConfigurationSet",
      "aws:sesv2/emailIdentity:EmailIdentity",
      "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes",
    ),
    () => "is the account's, and goes with this stage",
  );

function identity(graph: Graph): Finding[] {
  const { domain, senderEmail } = graph.settings;
  const type = "aws:sesv2/emailIdentity:EmailIdentity";
  const sets = ofType(graph, "aws:sesv2/configurationSet:ConfigurationSet").map(
    ({ inputs }) => inputs["configurationSetName"],
  );
  return [
    ...missing(graph, type, "nobody may send mails"),
    ...each(ofType(graph, type), ({ inputs }) => [
      ...(inputs["emailIdentity"] === (domain ?? senderEmail) ? [] : ["is not who mails come from"]),
      ...(sets.includes(inputs["configurationSetName"]) ? [] : ["sends as nobody says"]),
    ]),
  ];
}

function missing(graph: Graph, type: string, says: string): Finding[] {
  return ofType(graph, type).length === 0 ? [{ resource: type, says }] : [];
}
