/** What an endpoint does, as fault rules name it. */
export const operations = ["create", "confirm", "capture", "cancel", "refund", "read", "tokenize"] as const;
export type Operation = (typeof operations)[number];

interface FaultKind {
  /**
   * Where it strikes: the `request` on its way in or out; the bank's answer to a `charge`; an event's delivery as a
   * `webhook`.
   */
  readonly strikes: "request" | "charge" | "webhook";
  readonly meaning: string;
}

/**
 * Everything that the sandbox can be told to do wrong. A request that is `…Before` never reached the ledger; one that is
 * `…After` is in the ledger, and under its idempotency key, before the fault.
 */
export const faults = {
  latency: {
    strikes: "request",
    meaning: "Waits before it acts; the charge comes even if the caller has gone",
  },
  timeoutBefore: { strikes: "request", meaning: "Does nothing and never answers" },
  timeoutAfter: { strikes: "request", meaning: "Acts and never answers" },
  cutBefore: { strikes: "request", meaning: "Does nothing and cuts the connection" },
  cutAfter: { strikes: "request", meaning: "Acts and cuts the connection" },
  errorBefore: { strikes: "request", meaning: "Does nothing and answers 500, which the key remembers" },
  errorAfter: { strikes: "request", meaning: "Acts and answers 500, which the key remembers" },
  rateLimit: { strikes: "request", meaning: "Does nothing and answers 429, which no key remembers" },
  decline: { strikes: "charge", meaning: "The bank refuses, whatever the card" },
  challenge: { strikes: "charge", meaning: "The bank asks for 3-D Secure, whatever the card" },
  webhookLate: { strikes: "webhook", meaning: "Delivers an event late" },
  webhookTwice: { strikes: "webhook", meaning: "Delivers an event twice" },
  webhookReordered: {
    strikes: "webhook",
    meaning: "Delivers an event after a random wait, so that later ones overtake it",
  },
  webhookLost: { strikes: "webhook", meaning: "Never delivers an event; it is only listed" },
} as const satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof faults;
export type Strikes = FaultKind["strikes"];
export type FaultAt<At extends Strikes> = {
  [Name in FaultName]: (typeof faults)[Name]["strikes"] extends At ? Name : never;
}[FaultName];

export const faultNames = Object.keys(faults) as readonly FaultName[];
