/**
 * Like `Promise.all`, but waits for every one before it throws the first failure: nothing is still starting while what
 * was started is being stopped.
 */
export async function allSettled<Promises extends readonly Promise<unknown>[] | []>(
  promises: Promises,
): Promise<{ -readonly [Index in keyof Promises]: Awaited<Promises[Index]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
