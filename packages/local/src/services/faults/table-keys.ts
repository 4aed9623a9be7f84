import * as z from "zod";
import type { KeysOf } from "./open-transactions.ts";

const described = z.object({
  Table: z.object({ KeySchema: z.array(z.object({ AttributeName: z.string() })) }),
});

/** Asks the store itself for a table's key, once. A table that is not there has none. */
export function describeKeys(port: number): KeysOf {
  const known = new Map<string, Promise<readonly string[]>>();
  const ask = async (table: string): Promise<readonly string[]> => {
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "DynamoDB_20120810.DescribeTable",
        // Any key will do at the embedded store, but it wants to see one.
        authorization:
          "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
        "x-amz-date": "20260101T000000Z",
      },
      body: JSON.stringify({ TableName: table }),
    });
    if (!response.ok) {
      known.delete(table); // it may be made later
      return [];
    }
    return described.parse(await response.json()).Table.KeySchema.map(({ AttributeName }) => AttributeName);
  };
  return (table) => {
    const asked = known.get(table) ?? ask(table);
    known.set(table, asked);
    asked.catch(() => known.delete(table)); // the next request asks again
    return asked;
  };
}
