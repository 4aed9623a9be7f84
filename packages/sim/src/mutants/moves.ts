import { adapters, core, type Mutant } from "./mutant.ts";

/** How an order moves, and how that is written. */
export const movesMutants: readonly Mutant[] = [
  {
    name: "version-condition-skipped",
    breaks: "writes a transition over whatever the order has become",
    invariant: "every move has its entry",
    day: 2,
    patches: [
      {
        file: `${adapters}/dynamo/orderStore.ts`,
        find: 'ConditionExpression: "version = :from",',
        replace: 'ConditionExpression: "version = :from OR version <> :from",',
      },
      {
        file: `${adapters}/dynamo/orderStore.ts`,
        find: '            Item: entryItem(entry),\n            ConditionExpression: "attribute_not_exists(pk)",\n',
        replace: "            Item: entryItem(entry),\n",
      },
    ],
  },
  {
    name: "entry-after-the-commit",
    breaks: "writes the outbox in a second step",
    invariant: "every move has its entry",
    patches: [
      {
        file: `${adapters}/dynamo/orderStore.ts`,
        find: '        {\n          Put: {\n            TableName: tables.orders,\n            Item: entryItem(entry),\n            ConditionExpression: "attribute_not_exists(pk)",\n          },\n        },\n        ...releases.map(release),\n      ]);\n',
        replace:
          '        ...releases.map(release),\n      ]);\n      if (outcome.kind === "written") await transact(client, [{ Put: { TableName: tables.orders, Item: entryItem(entry) } }]);\n',
      },
    ],
  },
  {
    name: "decided-on-what-was",
    breaks: "loses a race, and then writes what it had decided before",
    invariant: "every move has its entry",
    day: 2,
    patches: [
      {
        file: `${core}/order/advance.ts`,
        find: "    current = fresh;\n",
        replace: "    current = { ...current, version: fresh.version };\n",
      },
    ],
  },
  {
    name: "postponed-without-condition",
    breaks: "makes an order due again that somebody else is done with",
    invariant: "every move has its entry",
    day: 11,
    patches: [
      {
        file: `${adapters}/dynamo/orderStore.ts`,
        find: '        ConditionExpression: "attribute_exists(dueSlice) AND dueAt < :due",\n',
        replace: "",
      },
    ],
  },
  {
    name: "postponed-for-long",
    breaks: "comes back to an order that it could not settle when half an hour is over",
    invariant: "nothing stays open",
    day: 6,
    patches: [
      {
        file: `${core}/order/sweep.ts`,
        find: "const postponeMs = 30_000;",
        replace: "const postponeMs = 1_800_000;",
      },
    ],
  },
  {
    name: "expires-early",
    breaks: "takes a reservation back before its time is up",
    invariant: "every move has its entry",
    day: 6,
    patches: [
      {
        file: `${core}/order/sweep.ts`,
        find: "  if (deps.clock.now() < Date.parse(order.expiresAt)) return false;\n",
        replace: "",
      },
      {
        file: `${core}/order/sweep.ts`,
        find: "  if (now < Date.parse(order.expiresAt)) return undefined;\n",
        replace: "",
      },
    ],
  },
];
