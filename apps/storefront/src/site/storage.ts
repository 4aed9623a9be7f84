/**
 * A value kept under one key of the browser's storage: it survives a reload, and every tab sees a change at once.
 * Where storage is refused (private windows, a full disk) it lives as long as the page.
 */
export interface StoredValue<T> {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly clear: () => void;
  /** For `useSyncExternalStore`. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** @param parse must accept anything, `null` for nothing stored included: storage is anybody's to edit. */
export function storedValue<T>(key: string, parse: (stored: string | null) => T): StoredValue<T> {
  const listeners = new Set<() => void>();
  let parsed: { readonly text: string | null; readonly value: T } | undefined;

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const onStorage = (event: StorageEvent) => {
    if (event.key === key || event.key === null) tell();
  };
  const write = (text: string | null) => {
    writeText(key, text);
    tell();
  };
  return {
    // Read anew each time, because another tab may have written; the same text gives the same object, as React needs.
    get: () => {
      const text = readText(key);
      if (parsed === undefined || parsed.text !== text) parsed = { text, value: parse(text) };
      return parsed.value;
    },
    set: (value) => write(JSON.stringify(value)),
    clear: () => write(null),
    subscribe: (listener) => {
      if (listeners.size === 0) window.addEventListener("storage", onStorage);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) window.removeEventListener("storage", onStorage);
      };
    },
  };
}

/** What storage would not take. */
const refused = new Map<string, string | null>();

function readText(key: string): string | null {
  const held = refused.get(key);
  if (held !== undefined) return held;
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function writeText(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
    refused.delete(key);
  } catch {
    refused.set(key, text);
  }
}
