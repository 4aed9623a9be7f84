import { siteFunctionAlarms, siteQueueAlarm } from "../alarms/siteAlarms.ts";
import { interfaceGrant } from "../grants.ts";
import { capital } from "../keysOf.ts";
import type { Settings } from "../settings.ts";
import { devPorts, siteMemoryMb, type SiteName, type SitePart } from "../sites.ts";
import type { Doors } from "./doors.ts";
import { functionName } from "./functions.ts";
import type { Gateway } from "./gateway.ts";
import type { Identity, Members } from "./identity.ts";
import type { Network } from "./network.ts";
import { mendRole } from "./role.ts";
import type { SiteUrls } from "./siteUrls.ts";
import type { Stores } from "./stores.ts";
import { createAlarm, siteDimensions } from "./watch.ts";

export interface Around {
  readonly doors: Doors;
  readonly urls: SiteUrls;
  readonly gateway: Gateway;
  readonly identity: Identity;
  readonly stores: Stores;
  readonly network: Network;
  readonly opsTopic: sst.aws.SnsTopic;
}

/** SST's default of this version leaves image optimisation broken with this Next.js. */
const openNextVersion = "4.1.12";

/** Both sites, by OpenNext: pages from the edge and from S3, what is made per request by a function. */
export function createSites(settings: Settings, around: Around): void {
  keepDeployersEnvironmentOutOfState();
  finishRevalidationQueues(around);
  const { customers, staff } = around.identity;
  createSite("storefront", customers, settings, around);
  createSite("console", staff, settings, around);
}

function createSite(name: SiteName, members: Members, settings: Settings, around: Around): void {
  const { doors, urls, gateway, stores } = around;
  const finish = finishFunction(name, settings, around);
  new sst.aws.Nextjs(capital(name), {
    path: `apps/${name}`,
    openNextVersion,
    router: { instance: doors[name] },
    server: { architecture: "arm64", memory: `${siteMemoryMb} MB`, runtime: "nodejs24.x" },
    environment: {
      DOORBUSTER_API_URL: gateway.url,
      DOORBUSTER_ISSUER: members.issuer,
      DOORBUSTER_CLIENT_ID: members.client.id,
      DOORBUSTER_SITE_URL: urls[name],
      DOORBUSTER_FIELDS_KIND: "stripe",
      DOORBUSTER_FIELDS_URL: settings.payment.fieldsUrl,
      DOORBUSTER_PUBLISHABLE_KEY: settings.payment.publishableKey,
      DOORBUSTER_SECRET_ARNS: $jsonStringify({ sessionKey: stores.secrets.sessionKey.arn }),
    },
    permissions: [
      { actions: ["secretsmanager:GetSecretValue"], resources: [stores.secrets.sessionKey.arn] },
      { actions: ["kms:Decrypt"], resources: [stores.keys.secrets.arn] },
      { actions: ["kms:GenerateDataKey", "kms:Decrypt"], resources: [stores.keys.messages.arn] },
    ],
    dev: {
      command: `npm run dev -- --hostname 127.0.0.1 --port ${devPorts[name]}`,
      directory: `apps/${name}`,
      url: urls[name],
    },
    transform: {
      server: (args): undefined => finish(args, "server"),
      imageOptimizer: (args): undefined => finish(args, "images"),
      revalidationEventsSubscriber: (args): undefined => {
        finish(args, "revalidation");
        allow(args, { actions: ["kms:Decrypt"], resources: [stores.keys.messages.arn] });
      },
    },
  });
}

/** What SST's sites leave to defaults: logs, tracing, where their functions run, and what they may do. */
function finishFunction(site: SiteName, settings: Settings, { stores: { keys }, network, opsTopic }: Around) {
  return (args: sst.aws.FunctionArgs, part: SitePart): undefined => {
    const title = `${site}-${part}`;
    const name = functionName(title);
    for (const alarm of siteFunctionAlarms(title, part, name, settings)) {
      createAlarm(alarm, siteDimensions, opsTopic);
    }
    const group = new aws.cloudwatch.LogGroup(`${title.split("-").map(capital).join("")}Logs`, {
      name: `/aws/lambda/${name}`,
      retentionInDays: settings.logRetentionDays,
      kmsKeyId: keys.logs.arn,
    });
    args.name = name;
    args.architecture = "arm64";
    args.logging = { logGroup: group.name, format: "json" };
    args.permissions = $output(args.permissions).apply((permissions) =>
      // A site is published with its files; its function has nothing to invalidate.
      (permissions ?? []).filter(({ actions }) => !actions.includes("cloudfront:CreateInvalidation")),
    );
    allow(args, {
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [$interpolate`${group.arn}:*`],
    });
    allow(args, { actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] });
    if (network.outward) {
      args.vpc = network.outward;
      allow(args, { actions: [...interfaceGrant.actions], resources: ["*"] });
    }
    args.transform = {
      ...args.transform,
      function: (fn): undefined => {
        fn.tracingConfig = { mode: "Active" };
      },
      role: mendRole,
    };
  };
}

type Permission = $util.Unwrap<NonNullable<sst.aws.FunctionArgs["permissions"]>>[number];

function allow(
  args: sst.aws.FunctionArgs,
  permission: { actions: string[]; resources: $util.Input<string>[] },
): void {
  args.permissions = $resolve([args.permissions ?? [], permission.resources]).apply(
    ([permissions, resources]) =>
      [...(permissions as Permission[]), { actions: permission.actions, resources }] as Permission[],
  );
}

/** SST hands a site's build everything that the deployer's shell knows, and so would write it into the state. */
function keepDeployersEnvironmentOutOfState(): void {
  $util.runtime.registerStackTransformation(({ type, props, opts }) => {
    if (type !== "command:local:Command") return undefined;
    const environment = $output(props["environment"] as Record<string, string>).apply((all) =>
      Object.fromEntries(
        Object.entries(all ?? {}).filter(([name]) => /^(SST|SST_RESOURCE_.*|DOORBUSTER_.*)$/.test(name)),
      ),
    );
    return { props: { ...props, environment }, opts };
  });
}

/** Pages that have become old are asked for by a queue that SST makes: in our hands it is encrypted and gives up visibly. */
function finishRevalidationQueues({ stores: { keys }, opsTopic }: Around): void {
  $transform(aws.sqs.Queue, (args, _, logicalName) => {
    if (args === undefined || !logicalName.endsWith("RevalidationEventsQueue")) return;
    const title = `${logicalName}DeadLetters`;
    const name = `${$app.name}-${$app.stage}-${title}.fifo`;
    const deadLetters = new aws.sqs.Queue(title, {
      name,
      fifoQueue: true,
      kmsMasterKeyId: keys.messages.arn,
      messageRetentionSeconds: 14 * 86_400,
    });
    createAlarm(siteQueueAlarm(title, name), siteDimensions, opsTopic);
    args.kmsMasterKeyId = keys.messages.arn;
    args.visibilityTimeoutSeconds = 180; // six times the reader's time-out
    args.redrivePolicy = $jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 });
  });
}
