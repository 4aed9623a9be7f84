/**
 * Turns single look-ups into batched ones: those that are asked for in one turn of the event loop become one call. A
 * function that handles the messages of a batch side by side thus reads once for all of them.
 *
 * @param load answers what there is of the keys; what is missing is `undefined` to whoever asked
 * @param turn when the turn is over, in which more may be asked for
 */
export function coalesced<T>(
  load: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  turn: () => Promise<void> = ofEventLoop,
): (key: string) => Promise<T | undefined> {
  let keys: Set<string> | undefined;
  let loading: Promise<ReadonlyMap<string, T>>;
  return async (key) => {
    if (keys === undefined) {
      const wanted = (keys = new Set());
      loading = turn().then(() => {
        keys = undefined;
        return load([...wanted]);
      });
    }
    keys.add(key);
    return (await loading).get(key);
  };
}

const ofEventLoop = () => new Promise<void>((resolve) => setImmediate(resolve));
