/** One change of a source file, as text. */
export interface Patch {
  /** Relative to the repository's root. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A mistake that somebody might make, put into the source as it is loaded. */
export interface Mutant {
  readonly name: string;
  /** What is wrong with it, going on from "this shop …". */
  readonly breaks: string;
  readonly patches: readonly Patch[];
}

const adapters = "packages/adapters/src";
const core = "packages/core/src";

/** In the order in which an order meets them. */
export const mutants: readonly Mutant[] = [
  {
    name: "trust-the-clients-total",
    breaks: "charges the catalogue's price, whatever the customer was shown",
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
    patches: [{ file: `${core}/ids.ts`, find: 'digest("order", scope, ', replace: 'digest("order", ' }],
  },
  {
    name: "no-fingerprint",
    breaks: "answers a key's first order to any request under that key",
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
  {
    name: "stock-condition-skipped",
    breaks: "takes units that are not there",
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
    patches: [
      {
        file: `${adapters}/dynamo/orderStore.ts`,
        find: '      const outcome = await transact(client, [\n        {\n          Put: {\n            TableName: tables.orders,\n            Item: orderItem(order),\n            ConditionExpression: "attribute_not_exists(pk)",',
        replace:
          '      const taken = await transact(client, order.takes.map(take));\n      if (taken.kind === "contended") return taken;\n      if (taken.kind === "refused") return { kind: "short", takes: order.takes };\n      const outcome = await transact(client, [\n        {\n          Put: {\n            TableName: tables.orders,\n            Item: orderItem(order),\n            ConditionExpression: "attribute_not_exists(pk)",',
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
    patches: [
      {
        file: `${core}/order/reserve.ts`,
        find: '    informed ||= outcome.kind === "short";',
        replace:
          '    if (outcome.kind === "short") throw soldOut(wants.map(({ sku }) => ({ sku, left: 0 })));\n    informed ||= false;',
      },
    ],
  },
  {
    name: "sold-out-kept-too-long",
    breaks: "believes a proof of sold out for a minute",
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
    patches: [
      {
        file: `${adapters}/dynamo/stockWrites.ts`,
        find: 'ConditionExpression: "attribute_not_exists(pk)",',
        replace: 'ConditionExpression: "attribute_not_exists(nothing)",',
      },
    ],
  },
  {
    name: "second-attempt-under-another-key",
    breaks: "asks the provider once more under a new key when an answer was lost",
    patches: [
      {
        file: `${adapters}/payment/stripe.ts`,
        find: "{ timeout, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) }",
        replace:
          "{ timeout, ...(idempotencyKey === undefined ? {} : { idempotencyKey: `${idempotencyKey}:${last}` }) }",
      },
    ],
  },
  {
    name: "captured-at-once",
    breaks: "takes the money before the order is confirmed",
    patches: [
      {
        file: `${adapters}/payment/stripe.ts`,
        find: 'capture_method: "manual"',
        replace: 'capture_method: "automatic"',
      },
    ],
  },
  {
    name: "timeout-taken-for-decline",
    breaks: "declines an order whose payment may have gone through",
    patches: [
      {
        file: `${core}/order/settle.ts`,
        find: '      return moveIfAllowed(deps, order, "loseSight");\n',
        replace: '      return moveIfAllowed(deps, order, "decline", { declineCode: "timeout" });\n',
      },
    ],
  },
  {
    name: "version-condition-skipped",
    breaks: "writes a transition over whatever the order has become",
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
    name: "units-not-released",
    breaks: "forgets to give a declined order's units back",
    patches: [
      { file: `${adapters}/dynamo/orderStore.ts`, find: "        ...releases.map(release),\n", replace: "" },
    ],
  },
  {
    name: "declined-keeps-its-units",
    breaks: "lets a declined order hold its units for ever",
    patches: [
      {
        file: `${core}/order/lifecycle.ts`,
        find: 'entry: "order.declined",\n    releases: true,',
        replace: 'entry: "order.declined",\n    releases: false,',
      },
    ],
  },
  {
    name: "decided-on-what-was",
    breaks: "loses a race, and then writes what it had decided before",
    patches: [
      {
        file: `${core}/order/advance.ts`,
        find: "    current = fresh;\n",
        replace: "    current = { ...current, version: fresh.version };\n",
      },
    ],
  },
  {
    name: "expires-early",
    breaks: "takes a reservation back before its time is up",
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
  {
    name: "ended-orders-forgotten",
    breaks: "never looks again at an order that ended unpaid",
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
    patches: [
      {
        file: `${core}/order/settle.ts`,
        find: "const { state } = await deps.payments.void(paymentId, `${order.id}:void`);",
        replace: 'const { state } = { state: "voided" as string };',
      },
    ],
  },
  {
    name: "cancelled-keeps-the-money",
    breaks: "gives nothing back for an order that was cancelled",
    patches: [
      {
        file: `${core}/order/moveMoney.ts`,
        find: 'if (state === "authorized") return { kind: "void" };',
        replace: 'if (state === "authorized") return undefined;',
      },
    ],
  },
  {
    name: "refund-key-by-chance",
    breaks: "asks for a refund under another key each time",
    patches: [
      {
        file: `${core}/order/moveMoney.ts`,
        find: "idempotencyKey: `${order.id}:refund:${refund.id}`,",
        replace: "idempotencyKey: `${order.id}:refund:${Math.random()}`,",
      },
    ],
  },
  {
    name: "owner-not-checked",
    breaks: "shows an order to whoever is signed in",
    patches: [
      {
        file: `${core}/order/read.ts`,
        find: 'const owns = caller.kind === "user" && order?.ownerKey === ownerKeyOf(caller, "");',
        replace: 'const owns = caller.kind === "user";',
      },
    ],
  },
  {
    name: "read-token-not-verified",
    breaks: "believes any read token",
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
    patches: [
      { file: "packages/api/src/trpc.ts", find: "      demand(ctx.caller, permission);\n", replace: "" },
    ],
  },
  {
    name: "outbox-drops-what-was-refused",
    breaks: "passes a batch on once, whatever the target refused",
    patches: [
      {
        file: "apps/functions/src/runtime/outbox.ts",
        find: "return failures(refused.flatMap((index) => entries[index]?.id ?? []));",
        replace: "return failures([]);",
      },
    ],
  },
  {
    name: "kinesis-refusals-ignored",
    breaks: "does not look at which records Kinesis refused",
    patches: [
      {
        file: `${adapters}/events/kinesisPublisher.ts`,
        find: "return Records.flatMap((record, index) => (record.ErrorCode ? [index] : []));",
        replace: "return Records.length < 0 ? [0] : [];",
      },
    ],
  },
  {
    name: "marked-before-sent",
    breaks: "writes down that a mail was sent, and then sends it",
    patches: [
      {
        file: `${core}/notification/deliver.ts`,
        find: "    await send();\n",
        replace: "    await deps.claims.markSent(claim, taken.lease, deps.clock.now());\n    await send();\n",
      },
      {
        file: `${core}/notification/deliver.ts`,
        find: "  await deps.claims.markSent(claim, taken.lease, deps.clock.now());\n  return taken.again",
        replace: "  return taken.again",
      },
    ],
  },
  {
    name: "never-marked",
    breaks: "does not write down that a mail was sent",
    patches: [
      {
        file: `${core}/notification/deliver.ts`,
        find: "  await deps.claims.markSent(claim, taken.lease, deps.clock.now());\n",
        replace: "",
      },
    ],
  },
  {
    name: "counted-without-remembering",
    breaks: "counts an event as often as it comes",
    patches: [
      {
        file: `${core}/metrics/liveBucket.ts`,
        find: "    if (seqs.includes(event.seq)) return false;\n",
        replace: "",
      },
    ],
  },
  {
    name: "bucket-without-version",
    breaks: "writes a live bucket over what another reader counted",
    patches: [
      {
        file: `${adapters}/live/liveStore.ts`,
        find: 'ConditionExpression: "version = :previous",',
        replace: 'ConditionExpression: "version = :previous OR version <> :previous",',
      },
    ],
  },
  {
    name: "uncounted-forgotten",
    breaks: "reports events as counted that were not",
    patches: [
      {
        file: `${core}/metrics/countEvents.ts`,
        find: "return { counted: 0, duplicates: 0, failed: group, error };",
        replace: "return { counted: 0, duplicates: 0, failed: [], error };",
      },
    ],
  },
  {
    name: "lake-acknowledged-unwritten",
    breaks: "says that a batch is in the lake while it is still being written",
    patches: [
      {
        file: `${adapters}/lake/lakeWriter.ts`,
        find: "      await Promise.all(Array.from({ length: concurrency }, worker));\n",
        replace: "      void Promise.allSettled(Array.from({ length: concurrency }, worker));\n",
      },
    ],
  },
];
