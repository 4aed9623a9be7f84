/** One call of AWS as it left a process: whose API, which operation, with what. */
export interface SdkCall {
  /** As the SDK calls itself in its user agent: `dynamodb`, `sns`, `s3` … */
  readonly service: string;
  /** `POST`, and the path with its query. */
  readonly method: string;
  readonly path: string;
  /** The header that names the operation, for services that speak JSON. */
  readonly target: string | undefined;
  readonly body: string;
}

/** What such a call needs to be allowed: IAM's action on one resource, as `permissions.ts` writes both. */
export interface Needed {
  readonly action: string;
  /** `table Orders`, `index Orders/due`, `queue EmailQueue` …, without app and stage. */
  readonly resource: string;
}

/** The parts of DynamoDB's requests that say what they are about. */
interface DynamoRequest {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly TransactItems?: readonly Readonly<Record<string, { readonly TableName: string }>>[];
}

/** What of a transaction is allowed by which action. */
const parts: Readonly<Record<string, string>> = {
  Get: "GetItem",
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
};

/** @throws for a service whose calls nobody described here: a new one must not go unseen */
export function neededFor(call: SdkCall): Needed[] {
  switch (call.service) {
    case "dynamodb":
      return dynamodb(operationOf(call), JSON.parse(call.body) as DynamoRequest);
    case "kinesis":
      return [need("kinesis", operationOf(call), "stream", field(call, "StreamName"))];
    case "sqs":
      return [need("sqs", operationOf(call), "queue", field(call, "QueueUrl").split("/").at(-1) ?? "")];
    case "sns":
      return [sns(new URLSearchParams(call.body))];
    case "s3":
      return [s3(call)];
    case "secrets-manager":
      return [
        need("secretsmanager", operationOf(call), "secret", field(call, "SecretId").split(":").at(-1) ?? ""),
      ];
    case "sesv2":
      return [{ action: "ses:SendEmail", resource: "mail sender" }];
    default:
      throw new Error(`what a call of ${call.service} needs is not described`);
  }
}

function operationOf({ target = "" }: SdkCall): string {
  return target.split(".").at(-1) ?? "";
}

function field({ body }: SdkCall, name: string): string {
  return String((JSON.parse(body) as Readonly<Record<string, string>>)[name]);
}

function need(service: string, operation: string, kind: string, name: string): Needed {
  return { action: `${service}:${operation}`, resource: `${kind} ${logical(name)}` };
}

/** `doorbuster-local-Orders` is `Orders`. */
function logical(physical: string): string {
  return physical.split("-").slice(2).join("-");
}

function dynamodb(operation: string, request: DynamoRequest): Needed[] {
  const { TableName = "", IndexName, RequestItems = {}, TransactItems = [] } = request;
  const table = (name: string, action = operation) => need("dynamodb", action, "table", name);
  switch (operation) {
    case "TransactWriteItems":
    case "TransactGetItems":
      return TransactItems.flatMap((item) =>
        Object.entries(item).map(([part, { TableName: name }]) => table(name, parts[part])),
      );
    case "BatchGetItem":
    case "BatchWriteItem":
      return Object.keys(RequestItems).map((name) => table(name));
    case "Query":
      if (IndexName === undefined) return [table(TableName)];
      return [{ action: "dynamodb:Query", resource: `index ${logical(TableName)}/${IndexName}` }];
    default:
      return [table(TableName)];
  }
}

function sns(body: URLSearchParams): Needed {
  const topic = body.get("TopicArn");
  // PublishBatch is allowed by Publish, and a telephone is no resource (service authorisation reference).
  return {
    action: "sns:Publish",
    resource: topic === null ? "any" : `topic ${logical(topic.split(":")[5] ?? "")}`,
  };
}

const objectActions: Readonly<Record<string, string>> = {
  PUT: "s3:PutObject",
  GET: "s3:GetObject",
  HEAD: "s3:GetObject",
  DELETE: "s3:DeleteObject",
};

function s3({ method, path }: SdkCall): Needed {
  const [, bucket = "", folder = ""] = path.split("/");
  return { action: objectActions[method] ?? method, resource: `objects ${logical(bucket)}/${folder}/` };
}
