import { json, listen, type HttpAnswer, type HttpRequest } from "../service-kit/http.ts";
import { accountId, app, region } from "./resources.ts";

/** A stand-in of Secrets Manager, for functions that are to get their secrets as deployed ones do: by asking. */
export interface SecretsManager {
  /** For a function's environment: where it asks, and for what; no file any more. */
  readonly env: Readonly<Record<string, string | undefined>>;
  close(): Promise<void>;
}

const maxBodyBytes = 10_000;

/**
 * Answers GetSecretValue (Secrets Manager API reference) with the secrets given, as they are put in by command: texts as
 * they are, the rest as JSON.
 *
 * @param arns where each secret is; as a stage called `local` would have them unless told
 */
export async function startSecretsManager(
  secrets: Readonly<Record<string, unknown>>,
  arns: Readonly<Record<string, string>> = localArns(Object.keys(secrets)),
): Promise<SecretsManager> {
  const byArn = new Map(Object.entries(arns).map(([name, arn]) => [arn, secrets[name]]));
  const service = await listen((request) => answer(request, byArn), { port: 0, maxBodyBytes });
  return {
    env: {
      DOORBUSTER_SECRETS_FILE: undefined,
      DOORBUSTER_SECRET_ARNS: JSON.stringify(arns),
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${service.port}`,
    },
    close: () => service.close(),
  };
}

function localArns(names: readonly string[]): Record<string, string> {
  const prefix = `arn:aws:secretsmanager:${region}:${accountId}:secret:${app.name}-${app.stage}`;
  return Object.fromEntries(names.map((name) => [name, `${prefix}-${name}`]));
}

function answer({ headers, body }: HttpRequest, byArn: ReadonlyMap<string, unknown>): HttpAnswer {
  if (headers["x-amz-target"] !== "secretsmanager.GetSecretValue") return refuse("UnknownOperationException");
  const { SecretId = "" } = JSON.parse(body.toString()) as { SecretId?: string };
  const secret = byArn.get(SecretId);
  if (secret === undefined) return refuse("ResourceNotFoundException");
  const SecretString = typeof secret === "string" ? secret : JSON.stringify(secret);
  return json(200, { ARN: SecretId, SecretString }, amzJson);
}

const amzJson = { "content-type": "application/x-amz-json-1.1" };
const refuse = (type: string) => json(400, { __type: type }, amzJson);
