import type { Caller } from "@doorbuster/core/access/caller";
import type { SeededRandom } from "../scheduler/random.ts";

/** Somebody at a browser: a guest is known by the address alone. */
export interface Person {
  readonly caller: Caller;
  readonly email: string;
}

const issuer = "https://issuer.example";

export function signedIn(subject: string, groups: readonly string[] = []): Caller {
  return { kind: "user", issuer, subject, groups };
}

/** A customer, half of them signed in. Guests may write their address in their own way each time. */
export function drawPerson(random: SeededRandom, number: number): Person {
  const email = `person${number}@example.com`;
  if (random.chance(0.5)) return { caller: signedIn(`person-${number}`), email };
  return { caller: { kind: "guest" }, email: random.chance(0.2) ? email.toUpperCase() : email };
}

/** The same for two callers only if they are the same person to the shop. */
export function scopeOf({ caller, email }: Person): string {
  return caller.kind === "user" ? `user ${caller.subject}` : `guest ${email.toLowerCase()}`;
}
