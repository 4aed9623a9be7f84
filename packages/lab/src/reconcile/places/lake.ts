import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import {
  confirmedTotals,
  duckdbRawView,
  duplicatesInView,
  eventsView,
  refundedTotals,
} from "@doorbuster/adapters/lake/view";
import * as z from "zod";
import type { Facts } from "../facts.ts";

/**
 * What the lake's view says, asked of DuckDB over the Parquet files. They are fetched first: DuckDB's own way to S3 is an
 * extension from the internet.
 */
export async function readLake(client: S3Client, bucket: string): Promise<Facts["lake"]> {
  await using folder = await mkdtempDisposable(path.join(tmpdir(), "doorbuster-lake-"));
  const files = await download(client, bucket, folder.path);
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    await connection.run(duckdbRawView(files));
    await connection.run(eventsView);
    const totals = await rows(connection, confirmedTotals, totalsSchema);
    const refunds = await rows(connection, refundedTotals, refundsSchema);
    const [first] = await rows(connection, duplicatesInView, duplicatesSchema);
    const ids = await rows(
      connection,
      "SELECT order_id FROM events WHERE type = 'order.confirmed'",
      idSchema,
    );
    return {
      confirmed: totals.reduce((sum, { confirmed }) => sum + confirmed, 0),
      revenueMinor: totals.reduce((sum, { revenue_minor }) => sum + revenue_minor, 0),
      refundedMinor: refunds.reduce((sum, { refunded_minor }) => sum + refunded_minor, 0),
      duplicates: first?.duplicates ?? 0,
      confirmedOrderIds: ids.map(({ order_id }) => order_id),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** DuckDB's `bigint`; exact as a number up to 2^53 minor units. */
const bigint = z.bigint().transform(Number);
const totalsSchema = z.object({ confirmed: bigint, revenue_minor: bigint });
const refundsSchema = z.object({ refunded_minor: bigint });
const duplicatesSchema = z.object({ duplicates: bigint });
const idSchema = z.object({ order_id: z.string() });

async function rows<T>(connection: DuckDBConnection, sql: string, schema: z.ZodType<T>): Promise<T[]> {
  const reader = await connection.runAndReadAll(sql);
  return z.array(schema).parse(reader.getRowObjects());
}

/** Copies the bucket to a folder, its keys as paths. @returns the files */
async function download(client: S3Client, bucket: string, folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: "events/" },
  )) {
    for (const { Key } of Contents) {
      if (Key === undefined) continue;
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      if (!Body) throw new Error(`object ${Key} has no body`);
      const file = path.join(folder, Key);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, await Body.transformToByteArray());
      files.push(file);
    }
  }
  return files;
}
