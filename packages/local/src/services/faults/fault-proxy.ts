import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { buffer } from "node:stream/consumers";

import { ArmedRules } from "../../service-kit/armed-rules.ts";
import { OpenTransactions } from "./open-transactions.ts";
import * as errors from "./store-errors.ts";
import type { StoreError } from "./store-errors.ts";
import {
  strikeOf,
  type StoreFaultName,
  type StoreFaultRules,
  type StoreFaults,
  type StoreStrike,
} from "./store-faults.ts";
import { isSingleWrite, isTransaction, readStoreRequest, type StoreRequest } from "./store-request.ts";
import { describeKeys } from "./table-keys.ts";

export interface FaultProxy {
  readonly port: number;
  readonly faults: StoreFaults;
  close(): Promise<void>;
}

/** A request as it came and as it goes on. */
interface Passing {
  readonly incoming: IncomingMessage;
  readonly body: Buffer;
}

type Answer =
  | StoreError
  | { readonly status: number; readonly headers: IncomingMessage["headers"]; readonly body: Buffer };

/**
 * Stands in front of the embedded DynamoDB, which never conflicts, never throttles and never loses an answer, and makes
 * it do all of that as AWS does. Without faults set it passes everything on as it comes.
 */
export async function startFaultProxy(port: number, targetPort: number): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const rules: StoreFaultRules = new ArmedRules(Date.now);
  const open = new OpenTransactions(describeKeys(targetPort));
  let transactionMs = 0;
  let counts = { transactions: 0, conflicts: 0 };

  const forward = (passing: Passing) => pass(passing, targetPort, agent);

  /** Lets a write transaction take its time, and refuses whatever it meets, or what meets it. */
  const inTurn = async (request: StoreRequest, passing: Passing): Promise<Answer> => {
    if (transactionMs === 0 || request.items.length === 0) return forward(passing);
    const names = await open.name(request);
    const conflicts = open.conflicts(names);
    const writes = request.operation === "TransactWriteItems";
    if (writes) counts.transactions += 1;
    if (conflicts.includes(true)) {
      if (writes && open.isRepeated(names, request.token)) return errors.transactionInProgress();
      counts.conflicts += 1;
      if (!isTransaction(request)) return errors.transactionConflict();
      return errors.transactionCancelled(conflicts.map((each) => (each ? "TransactionConflict" : undefined)));
    }
    if (!writes) return forward(passing);
    open.hold(names, request.token);
    try {
      await delay(transactionMs);
      return await forward(passing);
    } finally {
      open.release(names);
    }
  };

  const answer = async (passing: Passing): Promise<Answer | "silence" | "hang up"> => {
    const target = passing.incoming.headers["x-amz-target"];
    const idle = transactionMs === 0 && rules.list.length === 0;
    if (idle || typeof target !== "string") return forward(passing);
    const request = readStoreRequest(target, passing.body.toString());
    const strike = strikeOf(rules, request);
    return strike ? misbehave(strike, request, () => inTurn(request, passing)) : inTurn(request, passing);
  };

  const server = createServer((incoming, response) => {
    void serve(incoming, response, answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  return {
    port,
    faults: {
      set(settings) {
        const chances = (settings.rules ?? []).map((rule) => ({ probability: 1, ...rule }));
        rules.set(settings.seed ?? 0, chances);
        transactionMs = settings.transactionMs ?? 0;
        counts = { transactions: 0, conflicts: 0 };
      },
      clear() {
        rules.clear();
        transactionMs = 0;
      },
      status: () => ({ struck: struckBy(rules), ...counts }),
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

async function misbehave(
  strike: StoreStrike,
  request: StoreRequest,
  act: () => Promise<Answer>,
): Promise<Answer | "silence" | "hang up"> {
  switch (strike.name) {
    case "conflict":
      return isSingleWrite(request)
        ? errors.transactionConflict()
        : errors.transactionCancelled(oneReason(strike, request, "TransactionConflict"));
    case "throughputExceeded":
      return isTransaction(request)
        ? errors.transactionCancelled(oneReason(strike, request, "ProvisionedThroughputExceeded"))
        : errors.throughputExceeded();
    case "throttling":
      return errors.throttled();
    case "errorBefore":
      return errors.internalError();
    case "errorAfter":
      await act();
      return errors.internalError();
    case "timeoutBefore":
      return "silence";
    case "timeoutAfter":
      await act();
      return "silence";
    case "cutBefore":
      return "hang up";
    case "cutAfter":
      await act();
      return "hang up";
  }
}

/** One item of a transaction is to blame, of the rule's table where it names one. */
function oneReason({ table, random }: StoreStrike, { items }: StoreRequest, code: errors.CancellationCode) {
  const suspects = items.flatMap((item, index) =>
    table === undefined || item.table === table ? [index] : [],
  );
  const guilty = suspects[Math.floor(random() * suspects.length)];
  return items.map((_, index) => (index === guilty ? code : undefined));
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: (passing: Passing) => Promise<Answer | "silence" | "hang up">,
): Promise<void> {
  try {
    const given = await answer({ incoming, body: await buffer(incoming) });
    if (given === "silence") return;
    if (given === "hang up") incoming.socket.destroy();
    else response.writeHead(given.status, given.headers).end(given.body);
  } catch {
    incoming.socket.destroy(); // the store is gone, or the caller: either way there is nobody to answer for
  }
}

/** Sends a request on as it came. Rejects when the store cannot be reached, or is lost before it has answered. */
function pass({ incoming, body }: Passing, port: number, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, url: path, headers } = incoming;
    const outgoing = httpRequest({ host: "127.0.0.1", port, agent, method, path, headers }, (answered) => {
      const { statusCode: status = 502, headers: given } = answered;
      buffer(answered).then((content) => resolve({ status, headers: given, body: content }), reject);
    });
    outgoing.once("error", reject).end(body);
  });
}

function struckBy(rules: StoreFaultRules): Partial<Record<StoreFaultName, number>> {
  const struck: Partial<Record<StoreFaultName, number>> = {};
  for (const { rule, struck: times } of rules.list) struck[rule.fault] = (struck[rule.fault] ?? 0) + times;
  return struck;
}
