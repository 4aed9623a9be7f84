import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { loadKeys } from "./keys.ts";
import { createProvider } from "./provider.ts";

export interface IssuerServer {
  /** The issuer identifier, which is also its address: `http://localhost:<port>`. */
  readonly issuer: string;
  readonly close: () => Promise<void>;
}

/**
 * Starts the issuer on 127.0.0.1. Port 0 takes any free one. `sites` are the addresses of the two sites.
 * Rejects when the port is taken.
 */
export async function startIssuer(options: {
  port: number;
  dataDir: string;
  sites: { storefront: string; console: string };
}): Promise<IssuerServer> {
  const keys = await loadKeys(options.dataDir);
  const server = createServer();
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");

  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const sites = {
    storefront: new URL(options.sites.storefront).origin,
    console: new URL(options.sites.console).origin,
  };
  const provider = createProvider({ issuer, keys, sites });
  provider.on("server_error", (_context, error) => console.error(error));
  const handle = provider.callback();
  server.on("request", (request, response) => void handle(request, response));
  return {
    issuer,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
