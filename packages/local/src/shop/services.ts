import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { webhookEvents } from "@doorbuster/adapters/payment/webhook";

import { rootDir } from "../build/root.ts";
import { dynamodbCommand } from "../services/dynamodb.ts";
import { openLogFile } from "../services/log-file.ts";
import { Service } from "../services/service.ts";
import { siteEnvironment } from "./environment.ts";
import type { Setting } from "./setting.ts";
import type { ServiceName, ShopUrls } from "./types.ts";

type Command = Pick<
  ConstructorParameters<typeof Service>[0],
  "command" | "args" | "env" | "cwd" | "onListening"
>;

/** The processes named, none of them started yet. */
export function defineServices(names: readonly ServiceName[], setting: Setting): Map<ServiceName, Service> {
  return new Map(names.map((name) => [name, defineService(name, setting)]));
}

function defineService(name: ServiceName, setting: Setting): Service {
  return new Service({
    name,
    port: setting.ports[name],
    logFile: openLogFile(setting.options.dataDir, name),
    leash: setting.leash,
    onCrash: (crash) => setting.options.onCrash?.(crash),
    ...commands[name](setting),
  });
}

const commands: Readonly<Record<ServiceName, (setting: Setting) => Command>> = {
  dynamodb: ({ ports, options: { dataDir, memory = false } }) =>
    dynamodbCommand({ port: ports.dynamodb, dataDir, memory }),
  messaging: (setting) =>
    program(
      "messaging",
      "services/messaging-main.ts",
      setting,
      setting.options.memory ? ["--forget-queues"] : [],
    ),
  kinesis: (setting) => program("kinesis", "services/kinesis-main.ts", setting),
  sandbox: (setting) => ({
    ...program("sandbox", "sandbox/main.ts", setting, sandboxFlags(setting.urls)),
    env: {
      SANDBOX_SECRET_KEY: setting.secrets.paymentSecretKey,
      SANDBOX_PUBLISHABLE_KEY: setting.secrets.paymentPublishableKey,
      SANDBOX_WEBHOOK_SECRETS: setting.secrets.webhookSecrets.join(","),
    },
  }),
  inbox: (setting) => program("inbox", "inbox/main.ts", setting),
  issuer: (setting) => program("issuer", "issuer/main.ts", setting, siteFlags(setting.urls)),
  storefront: (setting) => nextSite("storefront", setting),
  console: (setting) => nextSite("console", setting),
};

/** One of our own services: a Node program that takes `--port` and `--data-dir`, and keeps its data in a folder of its own. */
function program(
  name: "messaging" | "kinesis" | "sandbox" | "inbox" | "issuer",
  main: string,
  { ports, options }: Setting,
  more: readonly string[] = [],
): Command {
  const dataDir = path.join(options.dataDir, name);
  mkdirSync(dataDir, { recursive: true });
  const file = fileURLToPath(new URL(`../${main}`, import.meta.url));
  return {
    command: process.execPath,
    args: [file, "--port", String(ports[name]), "--data-dir", dataDir, ...more],
  };
}

/** Only the storefront may show the hosted card fields in its pages. */
function sandboxFlags({ sandbox, storefront, api }: ShopUrls): string[] {
  const webhookUrl = `${api.replace("//localhost:", "//127.0.0.1:")}/webhooks/payment`;
  return [
    "--public-url",
    sandbox,
    ...(storefront === undefined ? [] : ["--host-origins", storefront]),
    "--webhook-url",
    webhookUrl,
    "--webhook-events",
    webhookEvents.join(" "),
    "--webhook-after-ms",
    "500",
  ];
}

/** The issuer returns people only to sites that it knows. */
function siteFlags({ storefront, console }: ShopUrls): string[] {
  return [
    ...(storefront === undefined ? [] : ["--storefront", storefront]),
    ...(console === undefined ? [] : ["--console", console]),
  ];
}

function nextSite(name: "storefront" | "console", { ports, options, urls, secrets }: Setting): Command {
  const cwd = path.join(rootDir, "apps", name);
  const next = createRequire(path.join(cwd, "package.json")).resolve("next/dist/bin/next");
  return {
    command: process.execPath,
    args: [
      next,
      options.dev === true ? "dev" : "start",
      "--hostname",
      "127.0.0.1",
      "--port",
      String(ports[name]),
    ],
    cwd,
    env: siteEnvironment(urls, `http://localhost:${ports[name]}`, secrets),
  };
}
