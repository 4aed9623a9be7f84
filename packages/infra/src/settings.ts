import type { FunctionName } from "@doorbuster/adapters/definitions/functions";
import type { SlicePlan } from "@doorbuster/core/metrics/slicePlan";

/** Everything about a stage that one may want to decide. Money is US dollars, as AWS bills. */
export interface Settings {
  /** Where the stage lives. CloudFront's certificates and firewalls are in us-east-1 whatever stands here. */
  readonly region: string;
  /** Data outlives a removed stage, and tables, user pools and the stage itself refuse to be deleted. */
  readonly keepData: boolean;
  /**
   * The domain of the shop, in Route 53 in the same account: the storefront is served there, the rest below it (console.,
   * api., and mail from mail.). Without one the addresses are those that AWS gives.
   */
  readonly domain: string | undefined;
  /** Who mails come from. With a domain it must be an address of it; without one SES asks this address to confirm. */
  readonly senderEmail: string;
  /**
   * SES knows a sender (the domain, or `senderEmail`) once per account and region. `own`: this stage makes it and takes it
   * away with itself, so one stage of an account at most; `existing`: that stage or somebody by hand has made it, with a
   * configuration set (docs/aws/stages.md has the command).
   */
  readonly mailIdentity: "own" | "existing";
  /**
   * Who mails what signing in needs: codes, invitations. `cognito`: AWS's own sender, about 50 mails a day over all pools of
   * the account (Cognito developer guide, "Quotas"). `own`: the stage's sender by SES, with SES's limits. Only once SES has let
   * the account out of its sandbox, where it would mail no customer, and knows the sender: else the pools are refused.
   */
  readonly signInMails: "cognito" | "own";
  /** The collection on the drop page. */
  readonly collection: string;
  readonly payment: {
    /** Where Stripe's API is spoken. */
    readonly baseUrl: string;
    /** From where the page loads the card fields. */
    readonly fieldsUrl: string;
    /** The provider's key for pages (`pk_…`). It is public: whoever opens the checkout can read it. */
    readonly publishableKey: string;
  };
  /** How text messages introduce themselves: 1 to 11 letters and digits, where the country allows it. */
  readonly smsSenderId: string;
  /**
   * The most that text messages may cost in a month. SNS starts with 1, and raises it on request. It is the account's, for
   * all stages in a region: undefined leaves what it finds.
   */
  readonly smsPerMonth: number | undefined;
  /** When a confirmed order's money is taken. */
  readonly captureAt: "confirmation" | "shipment";
  /** Who is told of alarms and of the budget, by e-mail; each must confirm once. */
  readonly alarmEmails: readonly string[];
  /** How long logs are kept. */
  readonly logRetentionDays: 1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 180 | 365;

  readonly api: {
    /** Requests a second in the long run. The account's own limit is 10,000 in most regions, and can be raised. */
    readonly ratePerSecond: number;
    /** How many may come at once. */
    readonly burst: number;
    /** Requests of one address in five minutes, at the CDN and at the API. The firewall takes no less than 10. */
    readonly perAddressLimit: number;
    /**
     * Webhooks of one address in five minutes, which perAddressLimit leaves out. The payment provider sends one for each
     * order, from about a dozen addresses, and what was not taken again and again for three days.
     */
    readonly webhookLimit: number;
  };
  readonly functions: {
    /** Environments kept warm: paid for by the hour, no cold start. */
    readonly provisioned: Partial<Record<FunctionName, number>>;
    /**
     * Invocations set aside, and the most there may be; what stands here goes before the definition's. They are taken from
     * `accountConcurrency`, so `undefined` sets nothing aside, as is right for all of the stages that share an account but one.
     */
    readonly reserved: Partial<Record<FunctionName, number>> | undefined;
    /**
     * The account's limit of invocations at once. 1,000 in most accounts, 10 in some new ones, where nothing can be
     * reserved: then this must say so, and reservations are left out.
     */
    readonly accountConcurrency: number;
  };
  readonly tables: {
    /** On demand takes what comes, up to twice the former peak at once; provisioned is cheaper when the load is even. */
    readonly capacity:
      | "onDemand"
      | { readonly min: number; readonly max: number; readonly targetPercent: number };
    /**
     * What each table, and each of its indexes, takes from its first second. A new one takes 12,000 reads and 4,000 writes,
     * and no less may stand here. Paid once, when it is raised, for each of them. Only ever raise it: AWS lowers
     * none, so for a lower figure the provider makes the table anew, and empty (types of @pulumi/aws, `TableWarmThroughput`).
     */
    readonly warmThroughput: { readonly reads: number; readonly writes: number } | undefined;
    /** Whether a table can be brought back to any second of the last 35 days. */
    readonly pointInTimeRecovery: boolean;
  };
  readonly stream: {
    /** On demand scales by itself and costs a base price; a shard takes 1 MB or 1,000 records a second. */
    readonly capacity: "onDemand" | { readonly shards: number };
    /** The live screen reads through a pipe of its own, about 70 ms behind instead of 200 ms, and paid for. */
    readonly enhancedFanOut: boolean;
    /**
     * How many shards the stream may grow to, each 1 MB or 1,000 records a second. On demand no shards are counted, but AWS
     * stops at 10 GB a second in N. Virginia, Oregon and Ireland, which is 10,000 of them, and at 200 MB elsewhere, until
     * support raises it. Shards by setting bound themselves; of those an account may have 20,000 in these three regions, and
     * 1,000 or 6,000 elsewhere (Kinesis developer guide, "Quotas and limits").
     */
    readonly shardQuota: number;
  };
  /** What is cut into parts because one partition takes 1,000 writes a second. */
  readonly slices: {
    /**
     * Every number that the index of orders that are due was ever cut into, the present one last: 16 take about 4,000 orders
     * a second. Add a number to change it, and leave those that stand there: orders written under them are still looked for.
     */
    readonly due: readonly number[];
    /**
     * How finely the live counts are cut, and from when on: as many slices as the stream has shards, or a multiple. Add an
     * entry whose time is to come, after the deployment; one whose time has come must stay as it is.
     */
    readonly live: SlicePlan;
  };
  /**
   * `private`: functions and sites run in subnets of our own and reach AWS by endpoints; that costs by the hour. What answers
   * at no endpoint (the provider, push services, Cognito, and for the sites their API) is reached through NAT, by those who
   * call it. What runs at CloudFront's edge stays outside.
   */
  readonly network: "public" | "private";
  readonly lake: {
    /** After how many days files move to infrequent access. S3 takes no less than 30. */
    readonly coldAfterDays: number;
    /** After how many days files are deleted; undefined keeps them. */
    readonly deleteAfterDays: number | undefined;
    /** What one query may read, so that a slip costs cents. */
    readonly scanLimitGb: number;
  };
  /** The QuickSight user or group (its ARN) that owns the dashboard. The account must be subscribed to QuickSight. */
  readonly quickSightOwner: string | undefined;
  /** Who read or changed what in tables and lake, kept a year. */
  readonly cloudTrail: boolean;
  /** Shield Advanced in front of both sites. The account must be subscribed: 3,000 a month, for a year. */
  readonly shieldAdvanced: boolean;
  /** An alarm is raised at 80 % of it and when the forecast passes it. */
  readonly budgetPerMonth: number;
  /** Deploys by CodePipeline and CodeBuild, for those who want it inside AWS. */
  readonly pipeline: Pipeline | undefined;
}

export interface Pipeline {
  /** A connection made in the console (CodeConnections), confirmed there once. */
  readonly connectionArn: string;
  /** `owner/name` */
  readonly repository: string;
  readonly branch: string;
}

const everywhere = {
  region: "eu-west-1",
  domain: undefined,
  senderEmail: "orders@doorbuster.example",
  signInMails: "cognito",
  collection: "autumn-drop",
  payment: {
    baseUrl: "https://api.stripe.com",
    fieldsUrl: "https://js.stripe.com",
    publishableKey: "pk_test_put_yours_here",
  },
  smsSenderId: "Doorbuster",
  captureAt: "confirmation",
  alarmEmails: [],
  network: "public",
  quickSightOwner: undefined,
  shieldAdvanced: false,
  pipeline: undefined,
} as const satisfies Partial<Settings>;

const production: Settings = {
  ...everywhere,
  keepData: true,
  mailIdentity: "own",
  smsPerMonth: 1,
  logRetentionDays: 90,
  api: { ratePerSecond: 10_000, burst: 5_000, perAddressLimit: 2_000, webhookLimit: 100_000 },
  functions: { provisioned: {}, reserved: {}, accountConcurrency: 1_000 },
  tables: { capacity: "onDemand", warmThroughput: undefined, pointInTimeRecovery: true },
  stream: { capacity: "onDemand", enhancedFanOut: true, shardQuota: 10_000 },
  // On demand begins with four shards.
  slices: { due: [16], live: [{ from: "2026-12-01T00:00:00Z", slices: 4 }] },
  lake: { coldAfterDays: 90, deleteAfterDays: undefined, scanLimitGb: 100 },
  cloudTrail: true,
  budgetPerMonth: 500,
};

/** A whole stage per pull request, gone when it is merged: one of many in its account, whose belongings it leaves alone. */
const preview: Settings = {
  ...everywhere,
  keepData: false,
  mailIdentity: "existing",
  smsPerMonth: undefined,
  logRetentionDays: 7,
  api: { ratePerSecond: 100, burst: 200, perAddressLimit: 2_000, webhookLimit: 10_000 },
  functions: { provisioned: {}, reserved: undefined, accountConcurrency: 1_000 },
  tables: { capacity: "onDemand", warmThroughput: undefined, pointInTimeRecovery: false },
  stream: { capacity: { shards: 1 }, enhancedFanOut: false, shardQuota: 20_000 },
  slices: { due: [16], live: [] },
  lake: { coldAfterDays: 30, deleteAfterDays: 60, scanLimitGb: 1 },
  cloudTrail: false,
  budgetPerMonth: 50,
};

/** One developer's own, for `sst dev`: functions run on the developer's machine, sites too. */
const personal: Settings = { ...preview, logRetentionDays: 1 };

/** Stages other than these are somebody's own. */
const stages: Readonly<Record<string, Settings>> = { production, preview };

/** @param stage `production`; `preview` or `pr-<number>`; any other name is a personal stage */
export function settingsFor(stage: string): Settings {
  if (/^pr-\d+$/.test(stage)) return preview;
  return stages[stage] ?? personal;
}

/** Whether a stage is one developer's own. */
export function isPersonal(stage: string): boolean {
  return settingsFor(stage) === personal;
}
