import { mkdirSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";

import { startFauxqs } from "fauxqs";

/**
 * S3, SNS and SQS as a process of its own: `messaging-main.ts --port N --data-dir DIR [--forget-queues]`.
 * Objects are plain files; queues, messages and subscriptions are a SQLite file, or in memory when they may be forgotten.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string" },
    "data-dir": { type: "string", default: "" },
    "forget-queues": { type: "boolean", default: false },
  },
});
const queues = path.join(values["data-dir"], "queues");
const objects = path.join(values["data-dir"], "objects");
mkdirSync(queues, { recursive: true });
mkdirSync(objects, { recursive: true });

listenOnLoopbackOnly();
doNotWaitForTheDisk();
const server = await startFauxqs({
  port: Number(values.port),
  logger: false,
  s3StorageDir: objects,
  ...(!values["forget-queues"] && { dataDir: queues }),
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
}

/** fauxqs listens on every interface and has no setting for it; what it holds is nobody else's on the network. */
function listenOnLoopbackOnly(): void {
  const listen = Reflect.get(net.Server.prototype, "listen") as (...args: unknown[]) => net.Server;
  net.Server.prototype.listen = function (this: net.Server, ...args: unknown[]): net.Server {
    const [options] = args;
    if (typeof options === "object" && options !== null && "host" in options) options.host = "127.0.0.1";
    return Reflect.apply(listen, this, args);
  };
}

/**
 * fauxqs has SQLite wait for the disk after every statement: a dozen times for the messages of one order, while orders
 * wait for the same disk. `NORMAL` leaves what was written to the system, where a killed process can't take it back; a
 * power cut may take the messages of the last moment.
 */
function doNotWaitForTheDisk(): void {
  const exec = Reflect.get(DatabaseSync.prototype, "exec");
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
    Reflect.apply(exec, this, [sql]);
    if (sql === "PRAGMA journal_mode = WAL") Reflect.apply(exec, this, ["PRAGMA synchronous = NORMAL"]);
  };
}
