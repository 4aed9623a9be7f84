import type { InvokeOptions, LambdaProcess } from "../process/process.ts";

/** A function without a process: `handler` runs here. For what is not about processes. */
export function fakeLambda(
  name: string,
  handler: (event: never, options: InvokeOptions) => unknown,
): LambdaProcess {
  return {
    name,
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    pid: undefined,
    invoke: async (event, options = {}) => handler(event as never, options),
    invokeStreaming: () => Promise.reject(new Error(`${name} does not stream`)),
    stop: () => Promise.resolve(),
    kill: () => {},
  };
}
