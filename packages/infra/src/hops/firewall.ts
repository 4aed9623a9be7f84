import type { Keys } from "./keys.ts";
import type { Settings } from "../settings.ts";

type Rules = aws.types.input.wafv2.WebAclRule[];
type Rule = Rules[number];

/**
 * AWS's own rules for what no honest client sends. A checkout may be larger than the 8 KB that the common rules look at,
 * so its size is counted and not refused; the API has a limit of its own.
 */
const managed = [
  { name: "AWSManagedRulesAmazonIpReputationList", counted: [] },
  { name: "AWSManagedRulesCommonRuleSet", counted: ["SizeRestrictions_BODY"] },
  { name: "AWSManagedRulesKnownBadInputsRuleSet", counted: [] },
];

/** For the CDN, which sees who is calling. */
export function edgeRules(name: string, { api }: Settings): Rules {
  return [
    perAddress(name, api.perAddressLimit),
    ...managed.map((group, at) => managedRule(name, group, at + 1)),
  ];
}

/**
 * In front of the API and of sign-in. The CDN has counted its visitors already, and comes from few addresses itself:
 * only who calls past it is counted here.
 */
export function createFirewall(settings: Settings, keys: Keys): aws.wafv2.WebAcl {
  const name = "Api";
  const fromCdn = aws.getIpRangesOutput({ services: ["cloudfront_origin_facing"] });
  const cdn = new aws.wafv2.IpSet("CdnAddresses", {
    scope: "REGIONAL",
    ipAddressVersion: "IPV4",
    addresses: fromCdn.cidrBlocks,
  });
  const passedBy = {
    notStatement: { statements: [{ ipSetReferenceStatement: { arn: cdn.arn } }] },
  };
  const acl = new aws.wafv2.WebAcl("ApiFirewall", {
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    rules: [
      perAddress(name, settings.api.perAddressLimit, passedBy),
      ...managed.map((group, at) => managedRule(name, group, at + 1)),
    ],
    visibilityConfig: visibility(`${name}Firewall`),
  });
  const logs = new aws.cloudwatch.LogGroup("ApiFirewallLogs", {
    name: `aws-waf-logs-${$app.name}-${$app.stage}`, // the firewall writes to no other name
    retentionInDays: settings.logRetentionDays,
    kmsKeyId: keys.logs.arn,
  });
  new aws.wafv2.WebAclLoggingConfiguration("ApiFirewallLogging", {
    resourceArn: acl.arn,
    logDestinationConfigs: [logs.arn],
    redactedFields: [
      { queryString: {} },
      { singleHeader: { name: "authorization" } },
      { singleHeader: { name: "cookie" } },
      { singleHeader: { name: "x-read-token" } },
    ],
    loggingFilter: {
      defaultBehavior: "DROP",
      filters: [
        {
          behavior: "KEEP",
          requirement: "MEETS_ANY",
          conditions: [{ actionCondition: { action: "BLOCK" } }],
        },
      ],
    },
  });
  return acl;
}

function perAddress(
  name: string,
  limit: number,
  scopeDownStatement?: aws.types.input.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatement,
): Rule {
  return {
    name: "PerAddress",
    priority: 0,
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        limit,
        evaluationWindowSec: 300,
        aggregateKeyType: "IP",
        ...(scopeDownStatement && { scopeDownStatement }),
      },
    },
    visibilityConfig: visibility(`${name}PerAddress`),
  };
}

function managedRule(name: string, group: (typeof managed)[number], priority: number): Rule {
  return {
    name: group.name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name: group.name,
        ruleActionOverrides: group.counted.map((counted) => ({ name: counted, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visibility(`${name}${group.name}`),
  };
}

function visibility(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
