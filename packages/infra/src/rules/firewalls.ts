import { type Graph, ofType, type Resource } from "../graph/graph.ts";
import { each, type Rule } from "./rule.ts";

/** Whatever strangers can reach has a firewall before it that knows the usual attacks and counts. */
export const firewalls: Rule = (graph) => [
  ...each(ofType(graph, "aws:cloudfront/distribution:Distribution"), ({ inputs }) =>
    guards(graph, inputs["webAclId"], "CLOUDFRONT"),
  ),
  ...each(ofType(graph, "aws:apigateway/stage:Stage"), ({ inputs }) =>
    associated(graph, `/restapis/${inputs["restApi"]}/stages/${inputs["stageName"]}`),
  ),
  ...each(ofType(graph, "aws:cognito/userPool:UserPool"), ({ name, inputs }) =>
    associated(graph, `userpool/${String(inputs["name"] ?? name)}`),
  ),
  ...each(ofType(graph, "aws:wafv2/webAcl:WebAcl"), lacking),
];

function associated(graph: Graph, arnEnd: string): string | undefined {
  const association = ofType(graph, "aws:wafv2/webAclAssociation:WebAclAssociation").find(({ inputs }) =>
    String(inputs["resourceArn"]).endsWith(arnEnd),
  );
  return guards(graph, association?.inputs["webAclArn"], "REGIONAL");
}

function guards(graph: Graph, arn: unknown, scope: string): string | undefined {
  const acl = ofType(graph, "aws:wafv2/webAcl:WebAcl").find(({ name, inputs }) =>
    String(arn).endsWith(`:${String(inputs["name"] ?? name)}`),
  );
  return acl?.inputs["scope"] === scope ? undefined : "has no firewall before it";
}

interface FirewallRule {
  readonly statement: {
    readonly rateBasedStatement?: object;
    readonly managedRuleGroupStatement?: { readonly name: string };
  };
}

function lacking({ inputs }: Resource): string[] {
  const rules = (inputs["rules"] ?? []) as readonly FirewallRule[];
  const said: string[] = [];
  if (!rules.some(({ statement }) => statement.rateBasedStatement)) said.push("does not count");
  const groups = rules.flatMap(({ statement }) => statement.managedRuleGroupStatement?.name ?? []);
  for (const wanted of ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"]) {
    if (!groups.includes(wanted)) said.push(`lacks ${wanted}`);
  }
  return said;
}
