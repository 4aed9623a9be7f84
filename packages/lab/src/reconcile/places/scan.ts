import {
  paginateScan,
  type AttributeValue,
  type DynamoDBClient,
  type ScanCommandInput,
} from "@aws-sdk/client-dynamodb";

/** Every row of a table that the filter lets through, as it is now, read by `from`. */
export async function scanRows<Row>(
  client: DynamoDBClient,
  table: string,
  filter: Pick<ScanCommandInput, "FilterExpression" | "ExpressionAttributeValues">,
  from: (item: Record<string, AttributeValue>) => Row,
): Promise<Row[]> {
  const rows: Row[] = [];
  const pages = paginateScan({ client }, { TableName: table, ConsistentRead: true, ...filter });
  for await (const { Items = [] } of pages) rows.push(...Items.map(from));
  return rows;
}
