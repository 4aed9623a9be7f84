import type { Trigger } from "@doorbuster/adapters/definitions/functions";
import { entryItem } from "@doorbuster/adapters/dynamo/entryRows";
import type { OrderEvent } from "@doorbuster/core/metrics/orderEvent";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import { sample } from "@doorbuster/local/lambda/testing/sample";

type Fields = Readonly<Record<string, unknown>>;

/** One of AWS's documented events of records, with one record of ours in it. */
function records(name: string, change: (record: Fields) => Fields): object {
  const { Records } = sample(name) as { Records: readonly [Fields] };
  return { Records: [change(Records[0])] };
}

/** How a queue's consumer is told of an entry. */
export const queued = (entry: TimelineEntry): object =>
  records("sqs", (record) => ({ ...record, body: JSON.stringify(entry) }));

/** How a reader of the table's stream is told of an entry. */
export function inserted(entry: TimelineEntry): object {
  const NewImage = entryItem(entry);
  return records("dynamodb-stream", (record) => ({
    ...record,
    dynamodb: {
      ...(record["dynamodb"] as Fields),
      NewImage,
      Keys: { pk: NewImage["pk"], sk: NewImage["sk"] },
    },
  }));
}

/** How a reader of the event stream is told of an event. */
export const streamed = (event: OrderEvent): object =>
  records("kinesis-stream", (record) => ({
    ...record,
    kinesis: {
      ...(record["kinesis"] as Fields),
      data: Buffer.from(JSON.stringify(event)).toString("base64"),
    },
  }));

export const scheduled = (): unknown => sample("scheduled-event");

/** How API Gateway hands on a call of a procedure of the API, or of any other path. */
export function called(
  { path: resource, method }: Extract<Trigger, { kind: "http" }>,
  {
    path = resource,
    body,
    query = {},
    headers = {},
  }: {
    readonly path?: string;
    readonly body?: object;
    readonly query?: Readonly<Record<string, string>>;
    readonly headers?: Readonly<Record<string, string>>;
  },
): object {
  const event = sample("api-gateway-proxy") as { headers: Fields; requestContext: Fields };
  const httpMethod = method === "ANY" ? "POST" : method;
  const all = { ...event.headers, ...headers };
  const proxy = path.slice(resource.indexOf("{proxy+}"));
  const many = (values: Fields) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
  return {
    ...event,
    resource,
    path,
    httpMethod,
    headers: all,
    multiValueHeaders: many(all),
    queryStringParameters: query,
    multiValueQueryStringParameters: many(query),
    pathParameters: resource.includes("{proxy+}") ? { proxy } : null,
    requestContext: {
      ...event.requestContext,
      httpMethod,
      path: `/prod${path}`,
      resourcePath: resource,
    },
    body: body === undefined ? null : JSON.stringify(body),
  };
}
