import { createServer, connect, type Server, type Socket } from "node:net";

/** A switch in the wire to a service: off, connections are refused and the open ones are cut. */
export interface Switch {
  readonly port: number;
  off(): Promise<void>;
  on(): Promise<void>;
}

/** Passes connections at `port` on to `targetPort`, both on 127.0.0.1, until it is switched off. */
export async function startSwitch(port: number, targetPort: number): Promise<Switch> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;

  const wire = (inner: Socket) => {
    const outer = connect(targetPort, "127.0.0.1");
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.once("close", () => sockets.delete(socket));
      socket.on("error", () => undefined); // both ends are closed below, whichever broke
    }
    inner.pipe(outer).once("close", () => inner.destroy());
    outer.pipe(inner).once("close", () => outer.destroy());
  };

  const on = async () => {
    if (server !== undefined) return;
    const opened = createServer(wire);
    server = opened;
    await new Promise<void>((resolve, reject) => {
      opened.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
  };

  const off = async () => {
    if (server === undefined) return;
    const closing = server;
    server = undefined;
    const closed = new Promise<void>((resolve) => closing.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  await on();
  return { port, on, off };
}
