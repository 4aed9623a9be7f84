import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";

import { findPortHolder } from "./port-holder.ts";

/** Where the shop listens when nothing else is said: sites from 3000, services from 4000, stores from 4010. */
export const defaultPorts = {
  storefront: 3000,
  console: 3001,
  api: 4000,
  inbox: 4001,
  sandbox: 4002,
  issuer: 4003,
  dynamodb: 4010,
  messaging: 4011,
  kinesis: 4012,
} as const;

export type PortName = keyof typeof defaultPorts;
export type Ports = Readonly<Record<PortName, number>>;

export const portNames = Object.keys(defaultPorts) as readonly PortName[];

/** The highest base that leaves every service a valid port. */
export const maxPortBase = 65_535 - portNames.length + 1;

/** The ports from `base` upwards, one after the other, in the order of `defaultPorts`. */
export function portsFrom(base: number): Ports {
  return mapPorts((_name, index) => base + index);
}

/**
 * Free ports are taken from below the range from which Linux (32768 and up, ip(7)) and macOS (49152 and up) give ports
 * to outgoing connections: a service that is stopped and started again must find its port still free.
 */
const freeRange = { from: 20_000, to: 32_767 };

/** Ports of a process: many more than the shops need that it starts and stops at about the same time. */
const blockSize = 128;

/**
 * The first port of a block that is this process's alone. Two that draw single ports at the same time would now and then draw
 * the same one, before either listens on it, or while a service is stopped that will be started again. A process holds its
 * block by listening on its first port until it ends.
 */
async function holdBlock(): Promise<number> {
  const blocks = Math.floor((freeRange.to + 1 - freeRange.from) / blockSize);
  for (;;) {
    const first = freeRange.from + blockSize * randomInt(blocks);
    const held = await listen(first, "127.0.0.1").catch(() => undefined);
    held?.server.unref();
    if (held) return first;
  }
}

let block: Promise<number> | undefined;
let taken = 0;

/** A port that nobody listens on now, and that no other process of ours is given. */
export async function freePort(): Promise<number> {
  const first = await (block ??= holdBlock());
  for (;;) {
    const port = first + 1 + (taken++ % (blockSize - 1));
    if (await isFree(port)) return port;
  }
}

/** As many ports as the shop needs, all different, that nobody listens on now. */
export async function freePorts(): Promise<Ports> {
  const found = new Set<number>();
  while (found.size < portNames.length) found.add(await freePort());
  const ports = [...found];
  return mapPorts((_name, index) => ports[index] ?? 0);
}

/** A port that is wanted and taken. The message is for people: which service, which port, and who has it. */
export class PortInUseError extends Error {
  constructor(taken: readonly { name: PortName; port: number; holder: string | undefined }[]) {
    const lines = taken.map(
      ({ name, port, holder }) =>
        `Port ${port}, wanted by ${name}, is in use${holder === undefined ? "" : ` by ${holder}`}.`,
    );
    super(lines.join("\n"));
    this.name = "PortInUseError";
  }
}

/** Throws a `PortInUseError` that names every wanted port that somebody listens on. */
export async function requirePortsFree(ports: Partial<Ports>): Promise<void> {
  const wanted = portNames.flatMap((name) => {
    const port = ports[name];
    return port === undefined ? [] : [{ name, port }];
  });
  const taken = [];
  for (const { name, port } of wanted) {
    if (!(await isFree(port))) taken.push({ name, port, holder: await findPortHolder(port) });
  }
  if (taken.length > 0) throw new PortInUseError(taken);
}

/** Asks both ways in which our services and other people's programs listen: on 127.0.0.1 and on every interface. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ["127.0.0.1", undefined]) {
    try {
      const { close } = await listen(port, host);
      await close();
    } catch {
      return false;
    }
  }
  return true;
}

function mapPorts(portOf: (name: PortName, index: number) => number): Ports {
  return Object.fromEntries(portNames.map((name, index) => [name, portOf(name, index)])) as Record<
    PortName,
    number
  >;
}

function listen(
  port: number,
  host: string | undefined,
): Promise<{ server: Server; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      resolve({ server, close: () => new Promise<void>((done) => server.close(() => done())) });
    });
  });
}
