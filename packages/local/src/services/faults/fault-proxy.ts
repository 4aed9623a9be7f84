import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { buffer } from "node:stream/consumers";

import { ArmedRules } from "../../service-kit/armed-rules.ts";
import { misbehave, type Unanswered } from "./misbehave.ts";
import { OpenTransactions } from "./open-transactions.ts";
import type { StoreError } from "./store-errors.ts";
import { strikeOf, type StoreFaultName, type StoreFaultRules, type StoreFaults } from "./store-faults.ts";
import { readStoreRequest } from "./store-request.ts";
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

interface Passed {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

type Answer = StoreError | Passed | Unanswered;

/**
 * Stands in front of the embedded DynamoDB, which never conflicts, never throttles and never loses an answer, and makes
 * it do all of that as AWS does. Without faults set it passes everything on as it comes.
 */
export async function startFaultProxy(port: number, targetPort: number): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const rules: StoreFaultRules = new ArmedRules(Date.now);
  const open = new OpenTransactions(describeKeys(targetPort));

  const answer = async (passing: Passing): Promise<Answer> => {
    const forward = () => pass(passing, targetPort, agent);
    const target = passing.incoming.headers["x-amz-target"];
    if (typeof target !== "string" || (!open.active && rules.list.length === 0)) return forward();
    const request = readStoreRequest(target, passing.body.toString());
    const strike = strikeOf(rules, request);
    const act = () => open.inTurn(request, forward);
    return strike ? misbehave(strike, request, act) : act();
  };

  const server = createServer((incoming, response) => void serve(incoming, response, answer));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  return {
    port,
    faults: faultsOf(rules, open),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

function faultsOf(rules: StoreFaultRules, open: OpenTransactions): StoreFaults {
  return {
    set({ seed = 0, rules: wanted = [], transactionMs = 0 }) {
      const chances = wanted.map((rule) => ({ probability: 1, ...rule }));
      rules.set(seed, chances);
      open.start(transactionMs);
    },
    clear() {
      rules.clear();
      open.stop();
    },
    status() {
      const struck: Partial<Record<StoreFaultName, number>> = {};
      for (const { rule, struck: times } of rules.list)
        struck[rule.fault] = (struck[rule.fault] ?? 0) + times;
      return { struck, ...open.counts };
    },
  };
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: (passing: Passing) => Promise<Answer>,
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
function pass({ incoming, body }: Passing, port: number, agent: Agent): Promise<Passed> {
  return new Promise((resolve, reject) => {
    const { method, url: path, headers } = incoming;
    const outgoing = httpRequest({ host: "127.0.0.1", port, agent, method, path, headers }, (answered) => {
      const { statusCode: status = 502, headers: given } = answered;
      buffer(answered).then((content) => resolve({ status, headers: given, body: content }), reject);
    });
    outgoing.once("error", reject).end(body);
  });
}
