/**
 * Lets reads that are asked for while one is under way go together in the next:
 *
 *   A  asks ── reads ─────────┐
 *   B     asks (waits)        ├── reads B and C at once
 *   C         asks (waits) ───┘
 *
 * Every answer was read after it was asked for, so nothing is older than without this. Where a process has one request at
 * a time, as on Lambda, nobody ever waits; where it has thirty, they cost a few reads.
 */
export function gather<K, V>(
  load: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
): (keys: readonly K[]) => Promise<ReadonlyMap<K, V>> {
  let running: Promise<unknown> | undefined;
  let next: { readonly keys: Set<K>; readonly answer: Promise<ReadonlyMap<K, V>> } | undefined;

  function begin(keys: Iterable<K>): Promise<ReadonlyMap<K, V>> {
    const answer = load([...keys]);
    const settled = answer.then(
      () => undefined,
      () => undefined, // whoever asked hears of it
    );
    running = settled;
    void settled.then(() => {
      if (running === settled && next === undefined) running = undefined;
    });
    return answer;
  }

  return (keys) => {
    if (running === undefined) return begin(new Set(keys));
    if (next === undefined) {
      const gathered = new Set<K>();
      const answer = running.then(() => {
        next = undefined;
        return begin(gathered);
      });
      next = { keys: gathered, answer };
    }
    for (const key of keys) next.keys.add(key);
    return next.answer;
  };
}
