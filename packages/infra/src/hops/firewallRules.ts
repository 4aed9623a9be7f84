import type { Settings } from "../settings.ts";

type Rules = aws.types.input.wafv2.WebAclRule[];
type Rule = Rules[number];
type Statement = aws.types.input.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatement;
type Field = aws.types.input.wafv2.WebAclRuleStatementByteMatchStatementFieldToMatch;

interface ManagedGroup {
  readonly name: string;
  /** Its rules that count and refuse nothing. */
  readonly counted: readonly string[];
}

/** Who sends too much is known by what was sent before: of webhooks the signature says more, so they are left out. */
const reputation: ManagedGroup = { name: "AWSManagedRulesAmazonIpReputationList", counted: [] };

/**
 * AWS's own rules for what no honest client sends, but for three that only count:
 *
 * - no `User-Agent`. A site's own function that has a page made anew (OpenNext, `adapters/revalidate.ts`) asks for it without.
 * - a body over 8 KB. A checkout may be larger, and the API has a limit of its own.
 * - markup in a body. Bodies are JSON, where a name, a reason or a password may hold "<3". Whatever shows them escapes them
 *   (React, and `emailLayout.ts` for mails), and nobody should fail to pay because of how an address is spelled.
 */
const common: ManagedGroup = {
  name: "AWSManagedRulesCommonRuleSet",
  counted: ["NoUserAgent_HEADER", "SizeRestrictions_BODY", "CrossSiteScripting_BODY"],
};
const attacks: readonly ManagedGroup[] = [
  common,
  { name: "AWSManagedRulesKnownBadInputsRuleSet", counted: [] },
];

/**
 * Whoever names an address of the machine itself is taken for an attacker by these rules (awslabs/nx-plugin-for-aws, pull request
 * 1016). In `sst dev` people come back from sign-in to `http://localhost`: the query asks for it, and the body that fetches
 * their tokens names it again. So there they only count.
 */
const refuseLocalhost = ["EC2MetaDataSSRF_QUERYARGUMENTS", "EC2MetaDataSSRF_BODY"];

function forSignIn(group: ManagedGroup): ManagedGroup {
  return $dev && group === common ? { ...group, counted: [...group.counted, ...refuseLocalhost] } : group;
}

/**
 * What a webhook may weigh, in bytes: as much as the firewall sees of a body unless one pays for more (WAF developer guide,
 * "Managing body inspection size limits"). An event about a payment takes about 4 KB.
 */
const webhookBytesMax = 16 * 1024;

/** For the CDN, which sees who is calling. */
export function edgeRules(name: string, { api }: Settings): Rules {
  return numbered(name, [
    perAddress("PerAddress", api.perAddressLimit),
    managed(reputation),
    ...attacks.map((group) => managed(group)),
  ]);
}

/**
 * For the API and for sign-in. The CDN has counted its visitors already and comes from few addresses itself, so only who
 * calls past it is counted.
 *
 * The provider calls past it too, from a dozen addresses and once for every order of a drop. So webhooks have a count of
 * their own, above what a drop sends, and a size. Who sent them is for the signature to prove.
 *
 * @param cdn the ARN of the set of the CDN's addresses
 * @param stageName with which paths begin where the API is called by the name that AWS gave it
 */
export function apiRules(
  name: string,
  { api }: Settings,
  cdn: $util.Input<string>,
  stageName: string,
): Rules {
  const webhook = and(
    isExactly({ method: {} }, "POST"),
    or(...["", `/${stageName}`].map((base) => isExactly({ uriPath: {} }, `${base}/webhooks/payment`))),
  );
  const others = and(not({ ipSetReferenceStatement: { arn: cdn } }), not(webhook));
  return numbered(name, [
    perAddress("PerAddress", api.perAddressLimit, others),
    perAddress("WebhooksPerAddress", api.webhookLimit, webhook),
    { name: "LargeWebhooks", action: { block: {} }, statement: and(webhook, isLongerThan(webhookBytesMax)) },
    managed(reputation, not(webhook)),
    ...attacks.map((group) => managed(forSignIn(group))),
  ]);
}

type Unnumbered = Omit<Rule, "priority" | "visibilityConfig"> & { readonly name: string };

function numbered(prefix: string, rules: readonly Unnumbered[]): Rules {
  return rules.map((rule, priority) => ({
    ...rule,
    priority,
    visibilityConfig: visibility(`${prefix}${rule.name}`),
  }));
}

export function visibility(metricName: string) {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true };
}

/** @param limit requests of one address in five minutes */
function perAddress(name: string, limit: number, scopeDownStatement?: Statement): Unnumbered {
  return {
    name,
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        limit,
        evaluationWindowSec: 300,
        aggregateKeyType: "IP",
        ...(scopeDownStatement && { scopeDownStatement }),
      },
    },
  };
}

function managed({ name, counted }: ManagedGroup, scopeDownStatement?: Statement): Unnumbered {
  return {
    name,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
        ...(scopeDownStatement && { scopeDownStatement }),
      },
    },
  };
}

function isExactly(fieldToMatch: Field, searchString: string): Statement {
  return {
    byteMatchStatement: {
      fieldToMatch,
      searchString,
      positionalConstraint: "EXACTLY",
      textTransformations: [{ priority: 0, type: "NONE" }],
    },
  };
}

/** Also where the body is longer than the firewall sees. */
function isLongerThan(bytes: number): Statement {
  return {
    sizeConstraintStatement: {
      fieldToMatch: { body: { oversizeHandling: "MATCH" } },
      comparisonOperator: "GT",
      size: bytes,
      textTransformations: [{ priority: 0, type: "NONE" }],
    },
  };
}

function and(...statements: Statement[]): Statement {
  return { andStatement: { statements } };
}

function or(...statements: Statement[]): Statement {
  return { orStatement: { statements } };
}

function not(statement: Statement): Statement {
  return { notStatement: { statements: [statement] } };
}
