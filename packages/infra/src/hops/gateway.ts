import {
  gatewayErrorBody,
  type GatewayErrorKind,
  gatewayErrors,
} from "@doorbuster/adapters/definitions/gatewayErrors";
import { type FunctionName, functions, type Trigger } from "@doorbuster/adapters/definitions/functions";

import { capital, keysOf } from "../keysOf.ts";
import type { Settings } from "../settings.ts";
import type { Functions } from "./functions.ts";
import type { Identity } from "./identity.ts";
import type { Keys } from "./keys.ts";

/** The API before it has a single route: what others need to know of it. */
export interface Gateway {
  readonly api: sst.aws.ApiGatewayV1;
  /** Its own host name at AWS. */
  readonly host: $util.Output<string>;
  /** The first segment of every path at that host. */
  readonly stageName: string;
  /** Where it is called, without a slash at the end. */
  readonly url: $util.Output<string>;
}

/** The kinds of refusal that API Gateway knows, and what each is called here (developer guide, "Gateway response types"). */
const responses: Readonly<Record<string, GatewayErrorKind>> = {
  DEFAULT_4XX: "badRequest",
  DEFAULT_5XX: "badGateway",
  ACCESS_DENIED: "forbidden",
  AUTHORIZER_CONFIGURATION_ERROR: "badGateway",
  AUTHORIZER_FAILURE: "unavailable",
  BAD_REQUEST_BODY: "badRequest",
  BAD_REQUEST_PARAMETERS: "badRequest",
  EXPIRED_TOKEN: "unauthenticated",
  INTEGRATION_FAILURE: "badGateway",
  INTEGRATION_TIMEOUT: "timeout",
  MISSING_AUTHENTICATION_TOKEN: "notFound", // its word for a path without a route
  QUOTA_EXCEEDED: "rateLimited",
  REQUEST_TOO_LARGE: "tooLarge",
  RESOURCE_NOT_FOUND: "notFound",
  THROTTLED: "rateLimited",
  UNAUTHORIZED: "unauthenticated",
  WAF_FILTERED: "forbidden",
};

/** When it is worth asking again. The buckets of API Gateway and of Lambda fill by the second. */
const retryAfterSeconds = 1;

export function createGateway(settings: Settings, keys: Keys): Gateway {
  const { domain, region } = settings;
  const api = new sst.aws.ApiGatewayV1("Api", {
    endpoint: { type: "regional" },
    cors: false, // each site forwards from its own origin
    ...(domain !== undefined && { domain: { name: `api.${domain}` } }),
    transform: {
      accessLog: (args): undefined => {
        args.kmsKeyId = keys.logs.arn;
        args.retentionInDays = settings.logRetentionDays;
      },
      deployment: (args, opts): undefined => {
        const refusals = createResponses(api);
        args.triggers = $resolve([args.triggers ?? {}]).apply(([triggers]) => ({
          ...triggers,
          refusals: JSON.stringify(keysOf(responses).map(bodyOf)),
        }));
        opts.dependsOn = refusals;
      },
      stage: (args): undefined => {
        args.xrayTracingEnabled = true;
      },
      domainName: (args): undefined => {
        args.securityPolicy = "TLS_1_2";
      },
    },
  });
  const host = $interpolate`${api.nodes.api.id}.execute-api.${region}.amazonaws.com`;
  const stageName = $app.stage;
  return { api, host, stageName, url: $interpolate`https://${host}/${stageName}` };
}

/** Every http trigger of every function, then the stage in front of them. */
export function openRoutes(
  { api }: Gateway,
  settings: Settings,
  {
    functions: deployed,
    identity,
    firewall,
    keys,
  }: { functions: Functions; identity: Identity; firewall: aws.wafv2.WebAcl; keys: Keys },
): void {
  const staff = api.addAuthorizer({ name: "staff", userPools: [identity.staff.pool.arn] });
  for (const name of keysOf(functions)) {
    const { timeoutSeconds } = functions[name];
    const triggers: readonly Trigger[] = functions[name].triggers;
    for (const trigger of triggers) {
      if (trigger.kind !== "http") continue;
      const { method, path, authorizer, streaming = false } = trigger;
      api.route(`${method} ${path}`, deployed[name].targetArn, {
        name: routeName(name, path),
        streaming,
        // With a scope API Gateway takes access tokens; without one it would take identity tokens.
        ...(authorizer === "staff" && { auth: { cognito: { authorizer: staff.id, scopes: ["openid"] } } }),
        transform: {
          integration: (args): undefined => {
            args.timeoutMilliseconds = timeoutSeconds * 1_000;
          },
        },
      });
    }
  }
  api.deploy();
  finishStage(api, settings, { firewall, log: createExecutionLog(api, settings, keys) });
}

function routeName(name: FunctionName, path: string): string {
  return `${capital(name)}${path
    .split("/")
    .map((part) => capital(part.replaceAll(/\W/g, "")))
    .join("")}`;
}

/**
 * API Gateway's own errors go into a group whose name it makes up from the API's id (developer guide, "Set up CloudWatch
 * logging for REST APIs"). Where it finds none it makes one, kept for ever and without a key of ours.
 */
function createExecutionLog(
  api: sst.aws.ApiGatewayV1,
  { logRetentionDays }: Settings,
  keys: Keys,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup("ApiExecutionLogs", {
    name: $interpolate`API-Gateway-Execution-Logs_${api.nodes.api.id}/${$app.stage}`,
    retentionInDays: logRetentionDays,
    kmsKeyId: keys.logs.arn,
  });
}

function finishStage(
  api: sst.aws.ApiGatewayV1,
  settings: Settings,
  { firewall, log }: { firewall: aws.wafv2.WebAcl; log: aws.cloudwatch.LogGroup },
): void {
  const { stage } = api.nodes;
  if (stage === undefined) throw new Error("the API is not deployed");
  new aws.apigateway.MethodSettings(
    "ApiSettings",
    {
      restApi: api.nodes.api.id,
      stageName: stage.stageName,
      methodPath: "*/*",
      settings: {
        metricsEnabled: true,
        loggingLevel: "ERROR",
        dataTraceEnabled: false, // whole requests would be written down
        throttlingRateLimit: settings.api.ratePerSecond,
        throttlingBurstLimit: settings.api.burst,
      },
    },
    { dependsOn: [log] }, // the first error would make the group
  );
  new aws.wafv2.WebAclAssociation("ApiFirewallAssociation", {
    resourceArn: stage.arn,
    webAclArn: firewall.arn,
  });
}

function createResponses(api: sst.aws.ApiGatewayV1): aws.apigateway.Response[] {
  return keysOf(responses).map((responseType) => {
    const kind = responses[responseType] ?? "badGateway";
    return new aws.apigateway.Response(`ApiResponse${responseType}`, {
      restApiId: api.nodes.api.id,
      responseType,
      statusCode: String(gatewayErrors[kind].httpStatus),
      responseTemplates: { "application/json": bodyOf(responseType) },
      responseParameters: {
        ...(kind === "rateLimited" && { "gatewayresponse.header.Retry-After": `'${retryAfterSeconds}'` }),
        ...(kind === "unauthenticated" && { "gatewayresponse.header.WWW-Authenticate": "'Bearer'" }),
      },
    });
  });
}

function bodyOf(responseType: string): string {
  const kind = responses[responseType] ?? "badGateway";
  return gatewayErrorBody(kind, kind === "rateLimited" ? { retryAfterSeconds } : {});
}
