import { type Graph, type Inputs, ofType, type Resource } from "../graph/graph.ts";
import { each, type Rule } from "./rule.ts";
import { fits, type WebRequest } from "./webRequest.ts";

/** What the firewall before the API makes of a request, AWS's own groups of rules apart. */
interface Verdict {
  /** The rules that count it towards their limit. */
  readonly counted: readonly string[];
  readonly refused: boolean;
}

const webhook: WebRequest = { method: "POST", path: "/webhooks/payment", bodyBytes: 4_000, fromCdn: false };
const bodyBytesOfMany = 100_000;
const asEverybody: Verdict = { counted: ["PerAddress"], refused: false };

/**
 * The provider's webhooks come from few addresses, one for every order, and must not be counted as one customer's. They
 * are counted apart and may not be large; nothing else passes for one.
 */
const expected: readonly (readonly [WebRequest, Verdict])[] = [
  [webhook, { counted: ["WebhooksPerAddress"], refused: false }],
  [
    { ...webhook, bodyBytes: bodyBytesOfMany },
    { counted: ["WebhooksPerAddress"], refused: true },
  ],
  [{ ...webhook, method: "GET" }, asEverybody],
  [{ ...webhook, path: "/webhooks/payment/" }, asEverybody],
  [{ ...webhook, path: "/trpc/webhooks/payment" }, asEverybody],
  [{ ...webhook, path: "/trpc/checkout.place", bodyBytes: bodyBytesOfMany }, asEverybody],
  [
    { ...webhook, path: "/trpc/checkout.place", fromCdn: true },
    { counted: [], refused: false },
  ],
];

export const webhooks: Rule = (graph) =>
  each(
    ofType(graph, "aws:wafv2/webAcl:WebAcl").filter(({ inputs }) => inputs["scope"] === "REGIONAL"),
    (acl) => basesOf(graph).flatMap((base) => expected.flatMap((row) => wrong(acl, base, row))),
  );

/** With what paths begin: nothing under a domain of one's own, the stage's name under the one that AWS gives. */
function basesOf(graph: Graph): string[] {
  const stages = ofType(graph, "aws:apigateway/stage:Stage");
  return ["", ...stages.map(({ inputs }) => `/${inputs["stageName"]}`)];
}

function wrong(acl: Resource, base: string, [request, wanted]: (typeof expected)[number]): string[] {
  const { method, path, bodyBytes } = request;
  const found = JSON.stringify(judge(acl.inputs["rules"], { ...request, path: base + path }));
  if (found === JSON.stringify(wanted)) return [];
  return [`takes ${method} ${base}${path} of ${bodyBytes} bytes as ${found}, not ${JSON.stringify(wanted)}`];
}

function judge(rules: readonly Inputs[] = [], request: WebRequest): Verdict {
  const counting = rules.filter(({ statement }) => statement.rateBasedStatement);
  const own = rules.filter(
    ({ statement }) => !statement.rateBasedStatement && !statement.managedRuleGroupStatement,
  );
  return {
    counted: counting
      .filter(({ statement }) => fits(statement.rateBasedStatement.scopeDownStatement, request))
      .map(({ name }) => name),
    refused: own.some(({ action, statement }) => action?.block && fits(statement, request)),
  };
}
