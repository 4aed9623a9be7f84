import { mkdir } from "node:fs/promises";

import { loadSecrets, type Secrets } from "../services/secrets.ts";
import { attachShop } from "./attach.ts";
import { type Leash, startLeash } from "./leash.ts";
import { freePorts, portNames, type Ports, requirePortsFree } from "./ports.ts";
import { type Step, stepsTold } from "./progress.ts";
import type { ShopOptions, ShopUrls } from "./types.ts";

/** What every part of a starting shop needs to know. */
export interface Setting {
  readonly options: ShopOptions;
  readonly ports: Ports;
  readonly urls: ShopUrls;
  readonly secrets: Secrets;
  readonly secretsFile: string;
  readonly leash: Leash;
  readonly step: Step;
  /** Takes how to undo each thing that was started; undone in the reverse order. */
  readonly cleanup: AsyncDisposableStack;
}

/** Refuses a data folder or ports that are in use, before anything is started. */
export async function prepare(options: ShopOptions, cleanup: AsyncDisposableStack): Promise<Setting> {
  if ((await attachShop(options.dataDir)) !== undefined) {
    throw new Error(`A shop runs already on ${options.dataDir}; stop that one first.`);
  }
  const ports = options.ports === "free" ? await freePorts() : options.ports;
  await requirePortsFree(options.sites ? ports : withoutSites(ports));
  await mkdir(options.dataDir, { recursive: true });
  const { secrets, file } = await loadSecrets(options.dataDir);
  const leash = await startLeash();
  cleanup.defer(() => leash.close());
  const step = stepsTold(options);
  return {
    options,
    ports,
    urls: urlsOf(ports, options.sites),
    secrets,
    secretsFile: file,
    leash,
    step,
    cleanup,
  };
}

function withoutSites(ports: Ports): Partial<Ports> {
  return Object.fromEntries(
    portNames
      .filter((name) => name !== "storefront" && name !== "console")
      .map((name) => [name, ports[name]]),
  );
}

/** `localhost` for whatever a browser meets: the sites, the issuer and the card fields share its cookies and frames. */
function urlsOf(ports: Ports, withSites: boolean): ShopUrls {
  const at = (port: number) => `http://localhost:${port}`;
  return {
    ...(withSites && { storefront: at(ports.storefront), console: at(ports.console) }),
    api: at(ports.api),
    inbox: at(ports.inbox),
    sandbox: at(ports.sandbox),
    issuer: at(ports.issuer),
  };
}
