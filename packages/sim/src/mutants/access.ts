import { core, type Mutant } from "./mutant.ts";

/** Who sees what. */
export const accessMutants: readonly Mutant[] = [
  {
    name: "owner-not-checked",
    breaks: "shows an order to whoever is signed in",
    invariant: "nobody sees another's",
    day: 5,
    patches: [
      {
        file: `${core}/order/read.ts`,
        find: 'return caller.kind === "user" && order.ownerKey === ownerKeyOf(caller, "");',
        replace: 'return caller.kind === "user";',
      },
    ],
  },
  {
    name: "read-token-changes",
    breaks: "lets whoever was passed a customer's mail call the order off",
    invariant: "nobody sees another's",
    day: 14,
    patches: [
      {
        file: `${core}/order/read.ts`,
        find: "return isGuests(order) || owns(caller, order);",
        replace: "return order.version > 0;",
      },
    ],
  },
  {
    name: "read-token-not-verified",
    breaks: "believes any read token",
    invariant: "nobody sees another's",
    day: 8,
    patches: [
      {
        file: `${core}/access/readToken.ts`,
        find: "sameText(await issue(orderId), token)",
        replace: "token.length === (await issue(orderId)).length",
      },
    ],
  },
  {
    name: "role-not-demanded",
    breaks: "lets everybody into the console",
    invariant: "nobody sees another's",
    day: 5,
    patches: [
      { file: "packages/api/src/trpc.ts", find: "      demand(ctx.caller, permission);\n", replace: "" },
    ],
  },
];
