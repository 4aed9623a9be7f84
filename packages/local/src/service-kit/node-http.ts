/**
 * Node's HTTP for a process that has to be there at once. An `import` of `node:http` reads every export to bind it, the
 * lazy `WebSocket` among them, which loads the whole of undici: half of what a small process takes to start.
 */
export const { createServer } = process.getBuiltinModule("node:http");
