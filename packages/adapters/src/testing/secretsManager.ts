import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import * as z from "zod";

/** Why the text under an ARN is not handed out: in Secrets Manager's words, and what it says besides. */
const refusals = {
  noValue: [
    "ResourceNotFoundException",
    "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
  ],
  notAllowed: [
    "AccessDeniedException",
    "User is not authorized to perform: secretsmanager:GetSecretValue because no identity-based policy allows it",
  ],
  notDecrypted: [
    "DecryptionFailure",
    "Secrets Manager can't decrypt the protected secret text using the provided KMS key.",
  ],
} as const;

/** What is kept under an ARN: a text, or the reason why it is not handed out. */
export type Kept = string | { readonly refusal: keyof typeof refusals };

export interface TestSecretsManager {
  readonly endpoint: string;
  /** By ARN. A test changes it as it goes; what is not in it does not exist. */
  readonly kept: Record<string, Kept>;
  /** The ARNs that were asked for, in order. */
  readonly asked: string[];
  /** Answers every call with a failure of its own until it is told otherwise. */
  down: boolean;
  close(): Promise<void>;
}

const requestSchema = z.object({ SecretId: z.string() });

/**
 * Speaks as much of Secrets Manager's protocol (AWS JSON 1.1) as reading a secret takes, with the answers and errors of
 * its API reference. There is none among the embedded services, as a laptop keeps its secrets in a file.
 */
export async function startSecretsManager(kept: Record<string, Kept>): Promise<TestSecretsManager> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const [status, answer] = answerTo(request.headers["x-amz-target"], body);
      response
        .writeHead(status, { "content-type": "application/x-amz-json-1.1" })
        .end(JSON.stringify(answer));
    });
  });

  function answerTo(target: unknown, body: string): [number, object] {
    if (manager.down) return refusal(500, "InternalServiceError", "An error occurred on the server side.");
    if (target !== "secretsmanager.GetSecretValue") return refusal(400, "UnknownOperationException", "");
    const { SecretId } = requestSchema.parse(JSON.parse(body));
    manager.asked.push(SecretId);
    const found = kept[SecretId];
    if (found === undefined)
      return refusal(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    if (typeof found !== "string") {
      const [type, message] = refusals[found.refusal];
      return refusal(400, type, message);
    }
    return [200, { ARN: SecretId, Name: SecretId, SecretString: found, VersionStages: ["AWSCURRENT"] }];
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const manager: TestSecretsManager = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    kept,
    asked: [],
    down: false,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return manager;
}

function refusal(status: number, type: string, message: string): [number, object] {
  return [status, { __type: type, Message: message }];
}
