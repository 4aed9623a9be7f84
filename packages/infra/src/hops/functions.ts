import { bundling } from "@doorbuster/adapters/definitions/bundling";
import {
  type FunctionDefinition,
  type FunctionName,
  functions,
  type Trigger,
} from "@doorbuster/adapters/definitions/functions";

import { dropSources } from "../bundles/sourceMaps.ts";
import { type Grant, grantsOf, type Target } from "../grants.ts";
import { capital, mapKeys } from "../keysOf.ts";
import { namespaceOf } from "../metrics.ts";
import { type Permissions, permissions } from "../permissions.ts";
import { reserve } from "../reservations.ts";
import type { Settings } from "../settings.ts";
import type { Identity } from "./identity.ts";
import type { Network } from "./network.ts";
import { mendRole } from "./role.ts";
import type { SiteUrls } from "./siteUrls.ts";
import { arnsOf, linkByNameOnly, linksOf, type Stores } from "./stores.ts";

export type Functions = Readonly<Record<FunctionName, sst.aws.Function>>;

/** What functions need besides the stores. */
export interface Around {
  readonly stores: Stores;
  readonly network: Network;
  readonly urls: SiteUrls;
  readonly identity: Identity;
}

/** Every function of the definitions, each with a role of its own that allows what its grants say and nothing else. */
export function createFunctions(settings: Settings, around: Around): Functions {
  linkByNameOnly();
  const reservations = reserve(settings);
  const told = toldTo(settings, around);
  return mapKeys<FunctionName, FunctionDefinition, sst.aws.Function>(functions, (definition, name) => {
    const triggers: readonly Trigger[] = definition.triggers;
    const provisioned = settings.functions.provisioned[name];
    const reserved = reservations[name];
    const vpc = around.network.placeOf(name);
    // Not the bare name: SST wants names that differ over all kinds of things, and there is a bucket called Lake.
    return new sst.aws.Function(`${capital(name)}Handler`, {
      name: functionName(name),
      description: `${$app.name}: ${name}`,
      handler: `apps/functions/src/${name}.handler`,
      runtime: "nodejs24.x",
      architecture: "arm64",
      timeout: `${definition.timeoutSeconds} seconds`,
      memory: `${definition.memoryMb} MB`,
      streaming: triggers.some((trigger) => trigger.kind === "http" && trigger.streaming === true),
      // In `sst dev` each function's builder would keep a process for them, and no bundle need be small.
      nodejs: { ...nodejs, ...(!$dev && { plugins }) },
      hook: { postbuild: async (folder) => dropSources(folder) },
      logging: { logGroup: createLogGroup(name, settings, around.stores), format: "json" },
      environment: environmentOf(name, around.stores, told),
      link: linksOf(name, around.stores),
      permissions: grantsOf(name, grantOptions(settings)).map((grant) => statement(grant, around.stores)),
      concurrency: {
        ...(reserved !== undefined && { reserved }),
        ...(provisioned !== undefined && { provisioned }),
      },
      versioning: provisioned !== undefined, // only a version can be kept warm
      ...(vpc && { vpc }),
      transform: {
        function: (args): undefined => {
          args.tracingConfig = { mode: "Active" };
        },
        role: mendRole,
      },
    });
  });
}

export function grantOptions({ stream, network }: Settings) {
  return { enhancedFanOut: stream.enhancedFanOut, network };
}

/** As the laptop edition bundles them. SST's types want lists that may be changed. */
const { minify, sourcemap, ...esbuild } = bundling;
const nodejs = {
  minify,
  sourcemap,
  esbuild: { ...esbuild, mainFields: [...esbuild.mainFields] },
};
/** From the folder in which `sst` is called, which is the root. */
const plugins = "packages/infra/src/bundles/aliases.ts";

/** The name in AWS: at most 64 characters, and the same in logs, alarms and the bill. */
export function functionName(name: string): string {
  return `${$app.name}-${$app.stage}-${name}`;
}

function createLogGroup(name: FunctionName, { logRetentionDays }: Settings, { keys }: Stores) {
  return new aws.cloudwatch.LogGroup(`${capital(name)}Logs`, {
    name: `/aws/lambda/${functionName(name)}`,
    retentionInDays: logRetentionDays,
    kmsKeyId: keys.logs.arn,
  }).name;
}

/** What each is told in `DOORBUSTER_SETTINGS` (`adapters/src/settings.ts` reads it), and no secret. */
function toldTo(settings: Settings, { urls, identity }: Around): $util.Output<string> {
  const { payment, captureAt, senderEmail, smsSenderId, collection } = settings;
  const { staff, customers } = identity;
  return $jsonStringify({
    trustedIssuers: [
      { issuer: staff.issuer, clientId: staff.client.id, staff: true },
      { issuer: customers.issuer, clientId: customers.client.id, staff: false },
    ],
    paymentBaseUrl: payment.baseUrl,
    storefrontUrl: urls.storefront,
    senderEmail,
    orders: { captureAt },
    notifications: { smsSenderId, smsMaxPriceUsd: 0.5 },
    slices: settings.slices,
    collection,
  });
}

function environmentOf(
  name: FunctionName,
  stores: Stores,
  told: $util.Output<string>,
): Record<string, $util.Input<string>> {
  const { secrets = [] }: Permissions = permissions[name];
  const arns = Object.fromEntries(secrets.map((secret) => [secret, stores.secrets[secret].arn]));
  return {
    NODE_OPTIONS: "--enable-source-maps",
    POWERTOOLS_METRICS_NAMESPACE: namespaceOf($app.stage),
    DOORBUSTER_SETTINGS: told,
    ...(secrets.length > 0 && { DOORBUSTER_SECRET_ARNS: $jsonStringify(arns) }),
  };
}

function statement({ on, actions }: Grant, stores: Stores) {
  return { actions: [...actions], resources: arnsOf(on satisfies Target, stores) };
}
