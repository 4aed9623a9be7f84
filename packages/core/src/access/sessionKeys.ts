/**
 * The keys of the sites' session cookies, newest first: the newest seals, any of them opens. Two are there while one is
 * being replaced, so that nobody is signed out by it.
 */
export interface SessionKeys {
  /** @throws SecretUnavailable */
  get(): Promise<readonly string[]>;
  /**
   * The keys as they are now, for a cookie that none of the known ones opens: another process may have heard of a new
   * key before this one. Strangers can send such cookies at will, so what was read a moment ago is not read again.
   *
   * @throws SecretUnavailable
   */
  getAnew(): Promise<readonly string[]>;
}

/** One key that never changes while the process runs: a laptop's, and tests'. */
export function fixedSessionKey(key: string): SessionKeys {
  const keys = () => Promise.resolve([key]);
  return { get: keys, getAnew: keys };
}
