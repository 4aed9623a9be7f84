import { ScanCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { TimelineEntry } from "@doorbuster/core/order/timeline";
import { entryFrom } from "./entryRows.ts";
import { toItem, type Item } from "./items.ts";

/** ISO 8601 in UTC with milliseconds, as entries are dated: `from` is taken in, `to` is not. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** A page of a scan: what it found, and how many rows were read for it. */
export interface ScanPage {
  readonly entries: readonly TimelineEntry[];
  /** Ids of rows of the span that are no entries we can read. */
  readonly unreadable: readonly string[];
  readonly rowsRead: number;
}

/**
 * Every timeline entry of a span of time, in no order but that of each order's own. No index holds entries by time, as it
 * would cost a write more for each, always: so this reads the whole table, in segments at once (DynamoDB's parallel scan),
 * which is slow and dear and for rare occasions. Pages of a segment come one after the other.
 */
export async function scanTimeline(
  client: DynamoDBClient,
  table: string,
  { from, to }: Span,
  segments: number,
  onPage: (page: ScanPage) => Promise<void>,
): Promise<void> {
  const scan = async (Segment: number) => {
    let start: Item | undefined;
    do {
      const page = await client.send(
        new ScanCommand({
          TableName: table,
          Segment,
          TotalSegments: segments,
          ExclusiveStartKey: start,
          FilterExpression: "begins_with(sk, :event) AND #at >= :from AND #at < :to",
          ExpressionAttributeNames: { "#at": "at" },
          ExpressionAttributeValues: toItem({ ":event": "event#", ":from": from, ":to": to }),
        }),
      );
      await onPage({ ...readAll(page.Items ?? []), rowsRead: page.ScannedCount ?? 0 });
      start = page.LastEvaluatedKey;
    } while (start);
  };
  await Promise.all(Array.from({ length: segments }, (_, segment) => scan(segment)));
}

function readAll(items: readonly Item[]): Pick<ScanPage, "entries" | "unreadable"> {
  const entries: TimelineEntry[] = [];
  const unreadable: string[] = [];
  for (const item of items) {
    try {
      entries.push(entryFrom(item));
    } catch {
      unreadable.push(item["id"]?.S ?? item["pk"]?.S ?? "?");
    }
  }
  return { entries, unreadable };
}
