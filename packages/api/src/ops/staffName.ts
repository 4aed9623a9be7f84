import type { Caller } from "@doorbuster/core/access/caller";

/** Under which name a member of staff stands in an audit log. */
export function staffName(caller: Caller): string {
  return caller.kind === "user" ? (caller.email ?? caller.name ?? caller.subject) : "guest";
}
