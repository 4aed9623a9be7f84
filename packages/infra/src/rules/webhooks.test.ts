import { finds, inProduction } from "../testing/break.ts";
import { edit, set } from "../testing/graphs.ts";
import type { Inputs } from "../graph/graph.ts";
import { webhooks } from "./webhooks.ts";

const firewall = (change: (rules: Inputs[]) => Inputs[]) => () =>
  inProduction("acl", "ApiFirewall", (inputs) =>
    set("rules", change(structuredClone(inputs["rules"])))(inputs),
  );
const without = (rule: string) => firewall((rules) => rules.filter(({ name }) => name !== rule));
/** With another text in one rule. */
const edited = (rule: string, from: string, to: string) =>
  firewall((rules) =>
    rules.map((each) => {
      if (each["name"] !== rule) return each;
      const text = JSON.stringify(each);
      if (!text.includes(from)) throw new Error(`${rule} does not hold ${from}`);
      return JSON.parse(text.replaceAll(from, to)) as Inputs;
    }),
  );

finds(webhooks, {
  "webhooks counted as one customer's": firewall((rules) =>
    rules.map((rule) =>
      rule["name"] === "PerAddress"
        ? set("statement.rateBasedStatement.scopeDownStatement", undefined)(rule)
        : rule,
    ),
  ),
  "an API that counts nobody else": without("PerAddress"),
  "webhooks that nobody counts": without("WebhooksPerAddress"),
  "webhooks of any size": without("LargeWebhooks"),
  "webhooks larger than the firewall sees": edited("LargeWebhooks", '"MATCH"', '"CONTINUE"'),
  "a size that is only counted": edited("LargeWebhooks", '"block"', '"count"'),
  "a size for everybody": firewall((rules) =>
    rules.map((rule) =>
      rule["name"] === "LargeWebhooks"
        ? set("statement", rule["statement"].andStatement.statements[1])(rule)
        : rule,
    ),
  ),
  "an exception for whatever is posted": edited("PerAddress", "/webhooks/payment", "/trpc/checkout.place"),
  "an exception that forgets the stage's name": edited(
    "PerAddress",
    "/production/webhooks",
    "/elsewhere/webhooks",
  ),
  "an exception for every method": edited("PerAddress", '"searchString":"POST"', '"searchString":"GET"'),
  "an API under another name": () => inProduction("apiStage", /.*/, edit("stageName", "production", "other")),
});
