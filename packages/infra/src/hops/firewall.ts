import type { Settings } from "../settings.ts";
import { apiRules, visibility } from "./firewallRules.ts";
import type { Gateway } from "./gateway.ts";
import type { Keys } from "./keys.ts";

/** In front of the API and of sign-in, and a log of what it refuses. */
export function createFirewall(settings: Settings, keys: Keys, { stageName }: Gateway): aws.wafv2.WebAcl {
  const name = "Api";
  const fromCdn = aws.getIpRangesOutput({ services: ["cloudfront_origin_facing"] });
  const cdn = new aws.wafv2.IpSet("CdnAddresses", {
    scope: "REGIONAL",
    ipAddressVersion: "IPV4",
    addresses: fromCdn.cidrBlocks,
  });
  const acl = new aws.wafv2.WebAcl("ApiFirewall", {
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    rules: apiRules(name, settings, cdn.arn, stageName),
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
