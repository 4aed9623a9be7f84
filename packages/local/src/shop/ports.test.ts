import { createServer, type Server } from "node:net";

import { afterEach, expect, test } from "vitest";

import { defaultPorts, freePorts, portNames, portsFrom, requirePortsFree } from "./ports.ts";

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});

async function occupy(host: string): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return address.port;
}

test("moves every port with the base, one after the other", () => {
  const ports = portsFrom(5000);
  expect(Object.keys(ports)).toEqual(Object.keys(defaultPorts));
  expect(Object.values(ports)).toEqual(portNames.map((_name, index) => 5000 + index));
});

test("gives every service a free port of its own", async () => {
  const ports = await freePorts();
  expect(new Set(Object.values(ports)).size).toBe(portNames.length);
  await expect(requirePortsFree(ports)).resolves.toBeUndefined();
});

test.each(["127.0.0.1", "0.0.0.0", "::"])(
  "names the service, the port and the holder of a port taken on %s",
  async (host) => {
    const port = await occupy(host);
    const refused = requirePortsFree({ ...(await freePorts()), kinesis: port });
    await expect(refused).rejects.toThrow(
      `Port ${port}, wanted by kinesis, is in use by pid ${process.pid} (`,
    );
  },
);

test("names every port that is taken, not only the first", async () => {
  const [api, inbox] = [await occupy("127.0.0.1"), await occupy("127.0.0.1")];
  const refused = requirePortsFree({ api, inbox });
  await expect(refused).rejects.toThrow(
    new RegExp(`Port ${api}, wanted by api.*\n.*Port ${inbox}, wanted by inbox`),
  );
});
