import { adapters, core, type Mutant } from "./mutant.ts";

/** The provider, and what becomes of its money. */
export const moneyMutants: readonly Mutant[] = [
  {
    name: "second-attempt-under-another-key",
    breaks: "asks the provider once more under a new key when an answer was lost",
    invariant: "money = orders",
    day: 17,
    patches: [
      {
        file: `${adapters}/payment/stripe-client.ts`,
        find: "{ timeout, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) }",
        replace:
          "{ timeout, ...(idempotencyKey === undefined ? {} : { idempotencyKey: `${idempotencyKey}:${last}` }) }",
      },
    ],
  },
  {
    name: "captured-at-once",
    breaks: "takes the money before the order is confirmed",
    invariant: "money = orders",
    patches: [
      {
        file: `${adapters}/payment/stripe.ts`,
        find: 'capture_method: "manual"',
        replace: 'capture_method: "automatic"',
      },
    ],
  },
  {
    name: "captured-twice",
    breaks: "enters money as taken that is taken already, when two come by at once",
    invariant: "every move has its entry",
    day: 2,
    patches: [
      {
        file: `${core}/order/lifecycle.ts`,
        find: '    from: kept,\n    payment: ["authorized"],\n    paymentTo: "captured",\n',
        replace: '    from: kept,\n    payment: ["authorized", "captured"],\n    paymentTo: "captured",\n',
      },
    ],
  },
  {
    name: "timeout-taken-for-decline",
    breaks: "declines an order whose payment may have gone through",
    invariant: "money = orders",
    day: 16,
    patches: [
      {
        file: `${core}/order/settle.ts`,
        find: '      return moveIfAllowed(deps, order, "loseSight");\n',
        replace: '      return moveIfAllowed(deps, order, "decline", { declineCode: "timeout" });\n',
      },
    ],
  },
  {
    name: "timeout-told-as-not-charged",
    breaks: "tells a customer to pay anew, of a payment that may have gone through",
    invariant: "given up for good",
    day: 27,
    patches: [
      {
        file: `${core}/order/settle.ts`,
        find: '      return moveIfAllowed(deps, order, "loseSight");\n',
        replace:
          '      const open = await moveIfAllowed(deps, order, "loseSight");\n      return { ...open, status: "cancelled", reason: cancelReasons.unavailable };\n',
      },
    ],
  },
  {
    name: "ended-orders-forgotten",
    breaks: "never looks again at an order that ended unpaid",
    invariant: "money = orders",
    day: 26,
    patches: [
      {
        file: `${core}/order/move.ts`,
        find: '  if (order.status === "expired" || name === "abandon") return now + strayGraceMs;\n',
        replace: '  if (order.status === "expired" || name === "abandon") return undefined;\n',
      },
    ],
  },
  {
    name: "stray-hold-kept",
    breaks: "leaves the money held when an order ended first",
    invariant: "money = orders",
    day: 3,
    patches: [
      {
        file: `${core}/order/settle.ts`,
        find: "const { state } = await deps.payments.void(paymentId);",
        replace: 'const { state } = { state: "voided" as string };',
      },
    ],
  },
  {
    name: "cancelled-keeps-the-money",
    breaks: "gives nothing back for an order that was cancelled",
    invariant: "money = orders",
    patches: [
      {
        file: `${core}/order/moneyStep.ts`,
        find: 'if (state === "authorized") return { kind: "void" };',
        replace: 'if (state === "authorized") return undefined;',
      },
    ],
  },
  {
    name: "refund-key-by-chance",
    breaks: "asks for a refund under another key each time",
    invariant: "money = orders",
    day: 14,
    patches: [
      {
        file: `${core}/order/moveMoney.ts`,
        find: "idempotencyKey: `${order.id}:refund:${refund.id}`,",
        replace: "idempotencyKey: `${order.id}:refund:${Math.random()}`,",
      },
    ],
  },
];
