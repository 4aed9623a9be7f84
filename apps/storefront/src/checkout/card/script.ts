/**
 * Loads a provider's script once a page, and answers what it put on `window`. It is never bundled: Stripe mends its own
 * without us, and vouches for it only when it comes from its own address. A failed load is forgotten, so that the next
 * mount tries again.
 */
export function loadGlobal<T>(source: string, name: string): Promise<T> {
  const read = () => (window as unknown as Record<string, unknown>)[name] as T | undefined;
  const present = read();
  if (present !== undefined) return Promise.resolve(present);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const fail = () => {
      script.remove();
      reject(new Error(`${source} did not load`));
    };
    script.src = source;
    script.onload = () => {
      const loaded = read();
      if (loaded === undefined) fail();
      else resolve(loaded);
    };
    script.onerror = fail;
    document.head.append(script);
  });
}
