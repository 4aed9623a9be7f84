/** Codes of failures that come before anything was sent: no address, nobody listening, no way there. */
export const neverSent: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** By the system's code, which `fetch` hides as the cause of its own error. */
export function wasNeverSent(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && neverSent.has(String(at.code))) return true;
  }
  return false;
}
