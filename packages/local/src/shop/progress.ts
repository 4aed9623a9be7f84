import type { ShopOptions } from "./types.ts";

/**
 * Runs one step of a start and tells about its beginning and its end; `note` says more about how it ended. Throws the
 * signal's reason instead, once the start is called off.
 */
export type Step = <Result>(
  name: string,
  run: () => Promise<Result>,
  note?: (result: Result) => string | undefined,
) => Promise<Result>;

export function stepsTold({ onProgress = () => undefined, signal }: ShopOptions): Step {
  return async (step, run, note) => {
    signal?.throwIfAborted();
    const startedAt = performance.now();
    onProgress({ kind: "begin", step });
    const result = await run();
    signal?.throwIfAborted();
    const more = note?.(result);
    const elapsedMs = performance.now() - startedAt;
    onProgress({ kind: "end", step, elapsedMs, ...(more !== undefined && { note: more }) });
    return result;
  };
}
