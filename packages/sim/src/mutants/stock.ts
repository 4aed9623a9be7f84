import { adapters, core, type Mutant } from "./mutant.ts";

/** Units, their shards and their proofs. */
export const stockMutants: readonly Mutant[] = [
  {
    name: "stock-condition-skipped",
    breaks: "takes units that are not there",
    invariant: "never oversell",
    patches: [
      {
        file: `${adapters}/dynamo/orderStore.ts`,
        find: '"available >= :n"',
        replace: '"attribute_exists(pk)"',
      },
    ],
  },
  {
    name: "stock-beside-the-transaction",
    breaks: "takes the units first and writes the order afterwards",
    invariant: "never oversell",
    patches: [
      {
        file: `${adapters}/dynamo/orderStore.ts`,
        find: '      const outcome = await transact(client, [\n        {\n          Put: {\n            TableName: tables.orders,\n            Item: orderItem(order, writtenSlices(dueSlices)),\n            ConditionExpression: "attribute_not_exists(pk)",',
        replace:
          '      const taken = await transact(client, order.takes.map(take));\n      if (taken.kind === "contended") return taken;\n      if (taken.kind === "refused") return { kind: "short", takes: order.takes };\n      const outcome = await transact(client, [\n        {\n          Put: {\n            TableName: tables.orders,\n            Item: orderItem(order, writtenSlices(dueSlices)),\n            ConditionExpression: "attribute_not_exists(pk)",',
      },
      {
        file: `${adapters}/dynamo/orderStore.ts`,
        find: "        ...order.takes.map(take),\n",
        replace: "",
      },
    ],
  },
  {
    name: "order-row-overwritten",
    breaks: "puts an order where one stands already",
    invariant: "never oversell",
    patches: [
      {
        file: `${adapters}/dynamo/orderStore.ts`,
        find: 'ConditionExpression: "attribute_not_exists(pk)",\n            ReturnValuesOnConditionCheckFailure',
        replace:
          'ConditionExpression: "attribute_not_exists(nothing)",\n            ReturnValuesOnConditionCheckFailure',
      },
    ],
  },
  {
    name: "sold-out-by-guess",
    breaks: "says that a SKU is sold out when one of its shards is",
    invariant: "sold out only when true",
    day: 2,
    patches: [
      {
        file: `${core}/order/reserve.ts`,
        find: "    else short = wants.filter(({ sku }) => outcome.takes.some((take) => take.sku === sku));",
        replace: "    else throw soldOut(wants.map(({ sku }) => ({ sku, left: 0 })));",
      },
    ],
  },
  {
    name: "sold-out-kept-too-long",
    breaks: "believes a proof of sold out for a minute",
    invariant: "sold out only when true",
    day: 39,
    patches: [
      {
        file: `${core}/stock/proofs.ts`,
        find: "const believedMs = 1_000;",
        replace: "const believedMs = 60_000;",
      },
    ],
  },
  {
    name: "restock-not-remembered",
    breaks: "puts a delivery in again when its answer was lost",
    invariant: "never oversell",
    patches: [
      {
        file: `${adapters}/dynamo/stockWrites.ts`,
        find: 'ConditionExpression: "attribute_not_exists(pk)",',
        replace: 'ConditionExpression: "attribute_not_exists(nothing)",',
      },
    ],
  },
  {
    name: "units-not-released",
    breaks: "forgets to give a declined order's units back",
    invariant: "never oversell",
    patches: [
      { file: `${adapters}/dynamo/orderStore.ts`, find: "        ...releases.map(release),\n", replace: "" },
    ],
  },
  {
    name: "declined-keeps-its-units",
    breaks: "lets a declined order hold its units for ever",
    invariant: "never oversell",
    day: 4,
    patches: [
      {
        file: `${core}/order/lifecycle.ts`,
        find: 'entry: "order.declined",\n    releases: true,',
        replace: 'entry: "order.declined",\n    releases: false,',
      },
    ],
  },
];
