import { createPrivateKey, sign } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { FunctionName } from "@doorbuster/adapters/definitions/functions";
import type { QueueName } from "@doorbuster/adapters/definitions/messaging";
import { dynamoCatalog } from "@doorbuster/adapters/dynamo/catalogStore";
import { dynamoHeldStore } from "@doorbuster/adapters/dynamo/heldStore";
import { dynamoOrderStore } from "@doorbuster/adapters/dynamo/orderStore";
import { dynamoPreferenceStore } from "@doorbuster/adapters/dynamo/preferenceStore";
import { dynamoStockStore } from "@doorbuster/adapters/dynamo/stockStore";
import { stripePaymentProvider } from "@doorbuster/adapters/payment/stripe";
import { systemClock } from "@doorbuster/adapters/system";
import { startInbox } from "@doorbuster/local/inbox/inbox";
import { startSandbox } from "@doorbuster/local/sandbox/sandbox";
import { openClients } from "@doorbuster/local/services/clients";
import { physicalName, queueUrl, resourceEnvironment } from "@doorbuster/local/services/resources";
import { loadSecrets, type Secrets } from "@doorbuster/local/services/secrets";
import { manageSecrets } from "@doorbuster/local/services/managed-secrets";
import { startStores } from "@doorbuster/local/shop/index";

import type { DeployedFunction } from "../../bundles/deployed.ts";

export type Scene = Awaited<ReturnType<typeof startScene>>;

/** Whose tokens the functions believe here. */
const issuer = "https://issuer.example";
export const collection = "cold";

/**
 * Everything that functions call, embedded, and nothing that calls functions: what a table, a queue or a stream holds stays
 * there to be looked at.
 */
export async function startScene() {
  const dataDir = await mkdtemp(path.join(tmpdir(), "doorbuster-cold-"));
  const folder = async (name: string) => {
    const made = path.join(dataDir, name);
    await mkdir(made);
    return made;
  };
  const { secrets } = await loadSecrets(dataDir);
  const [stores, inbox, sandbox] = await Promise.all([
    startStores({ dataDir, memory: true }),
    startInbox({ port: 0, dataDir: await folder("mails") }),
    startSandbox({ port: 0, dataDir: await folder("payments"), secretKey: secrets.paymentSecretKey }),
  ]);
  const clients = openClients(stores.endpoints);
  const provider = `http://127.0.0.1:${sandbox.port}`;
  const { dynamodb } = clients;
  const closing: (() => Promise<unknown>)[] = [];

  return {
    secrets,
    clients,
    endpoints: stores.endpoints,
    catalog: dynamoCatalog(dynamodb, physicalName("Catalog")),
    stock: dynamoStockStore(dynamodb, physicalName("Stock")),
    orders: dynamoOrderStore(dynamodb, { orders: physicalName("Orders"), stock: physicalName("Stock") }),
    preferences: dynamoPreferenceStore(dynamodb, physicalName("Preferences"), systemClock),
    held: dynamoHeldStore(dynamodb, physicalName("HeldNotices")),
    payments: stripePaymentProvider({
      secretKey: async () => secrets.paymentSecretKey,
      baseUrl: provider,
      stage: "test",
      returnUrl: () => "https://shop.example",
    }),
    inboxUrl: inbox.url,
    queueUrl: (name: QueueName) => queueUrl(stores.endpoints.sqs, name),
    staffToken: () => staffToken(secrets),

    /** The names by which a function finds here what it is linked to, and nothing else. */
    linksOf({ build }: DeployedFunction): Record<string, unknown> {
      const all = resourceEnvironment(stores.endpoints);
      const links = Object.keys(build.links).map((name) => {
        const link = all[`SST_RESOURCE_${name}`];
        if (link === undefined)
          throw new Error(`${build.functionID} is linked to ${name}, which is not here`);
        return [name, JSON.parse(link) as unknown] as const;
      });
      return Object.fromEntries(links);
    },

    /**
     * A function's environment as it is deployed, but for where things are. Its names are in the file beside its bundle,
     * its secrets in (a stand-in of) Secrets Manager, where it may ask for its own alone.
     */
    async environmentOf({ name, variables }: DeployedFunction): Promise<Record<string, string>> {
      const arns = JSON.parse(variables["DOORBUSTER_SECRET_ARNS"] ?? "{}") as Record<string, string>;
      const managed = await manageSecrets(secrets, arns);
      closing.push(() => managed.close());
      const { AWS_ENDPOINT_URL_SECRETS_MANAGER = "" } = managed.env;
      const aws = Object.entries(stores.env).filter(([variable]) => variable.startsWith("AWS_"));
      return {
        ...variables,
        ...Object.fromEntries(aws),
        ...endpointsOf(name, inbox.url.replace("localhost", "127.0.0.1")),
        AWS_ENDPOINT_URL_SECRETS_MANAGER,
        DOORBUSTER_SETTINGS: JSON.stringify({
          ...(JSON.parse(variables["DOORBUSTER_SETTINGS"] ?? "{}") as object),
          trustedIssuers: [{ issuer, jwks: { keys: [secrets.labIssuer.publicJwk] }, staff: true }],
          paymentBaseUrl: provider,
          notifications: { localPushService: inbox.url },
          collection,
        }),
      };
    },

    async stop() {
      clients.destroy();
      await Promise.all([stores.stop(), inbox.close(), sandbox.close(), ...closing.map((close) => close())]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** SES is the inbox; so is SNS for the function that sends text messages. */
function endpointsOf(name: FunctionName, inbox: string): Record<string, string> {
  return { AWS_ENDPOINT_URL_SESV2: inbox, ...(name === "sms" && { AWS_ENDPOINT_URL_SNS: inbox }) };
}

/** An access token of a member of staff (JWS, RFC 7515, with ES256). */
function staffToken({ labIssuer: { privateJwk } }: Secrets): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, sub: "olga", email: "olga@example.com", "cognito:groups": ["operator"] };
  const header = { alg: "ES256", kid: privateJwk.kid };
  const signed = `${part(header)}.${part({ ...claims, iat: now, exp: now + 300 })}`;
  const key = createPrivateKey({ key: privateJwk, format: "jwk" });
  const signature = sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}
