import { core, type Mutant } from "./mutant.ts";

/** A customer's call, as far as the reservation. */
export const checkoutMutants: readonly Mutant[] = [
  {
    name: "trust-the-clients-total",
    breaks: "charges the catalogue's price, whatever the customer was shown",
    invariant: "one checkout, one order",
    day: 17,
    patches: [
      {
        file: `${core}/order/place.ts`,
        find: "    refuseOtherTotal(checkout, priced);\n",
        replace: "",
      },
    ],
  },
  {
    name: "lines-not-folded",
    breaks: "lets two lines of one SKU each find enough of it",
    // DynamoDB refuses a transaction that touches one shard twice, so no unit is ever sold twice: the customer gets an error
    // instead, and there is no other promise which that breaks.
    invariant: "nothing fails without a reason",
    patches: [
      {
        file: `${core}/order/place.ts`,
        find: "const lines = foldLines(checkout.lines);",
        replace: "const lines = checkout.lines;",
      },
    ],
  },
  {
    name: "key-without-scope",
    breaks: "takes an idempotency key for the same whoever sends it",
    invariant: "nobody sees another's",
    day: 9,
    patches: [{ file: `${core}/ids.ts`, find: 'digest("order", scope, ', replace: 'digest("order", ' }],
  },
  {
    name: "no-fingerprint",
    breaks: "answers a key's first order to any request under that key",
    invariant: "one checkout, one order",
    patches: [
      {
        file: `${core}/order/place.ts`,
        find: "if (existing.fingerprint !== attempt.fingerprint) {",
        replace: "if (existing.fingerprint === undefined) {",
      },
    ],
  },
  {
    name: "charge-before-reserving",
    breaks: "asks for the money before it holds the goods",
    invariant: "money = orders",
    patches: [
      {
        file: `${core}/order/place.ts`,
        find: "    const reserved = await reserve(\n",
        replace: `    await deps.payments.authorize({
      orderId: id,
      amount: priced.totals.total,
      token: checkout.payment.token,
      idempotencyKey: \`\${id}:authorize:1\`,
    });
    const reserved = await reserve(\n`,
      },
    ],
  },
];
