import { open, type FileHandle } from "node:fs/promises";
import { parse, type Info } from "csv-parse";
import { classify, columns, skipReasons, type OrderLine, type Row, type SkipReason } from "./orderLines.ts";

export interface OrderFile {
  /** Data rows: the skipped and the accepted. */
  readonly lines: number;
  readonly skipped: Readonly<Record<SkipReason, number>>;
  /** The lines on which the malformed rows begin; the header's is 1. */
  readonly malformedAt: readonly number[];
  readonly accepted: readonly OrderLine[];
}

/** A file that cannot be read as orders at all. The message says what is wrong and what to do. */
export class OrderFileError extends Error {
  override readonly name = "OrderFileError";
}

/**
 * Reads a CSV file of order lines, whole. Rows that are no order lines are counted, and never stop it.
 *
 * @throws OrderFileError for a file that is missing, empty, binary, or lacks a column
 */
export async function readOrderFile(path: string): Promise<OrderFile> {
  await using handle = await openText(path);
  const skipped = { malformed: 0, cancellation: 0, quantity: 0, price: 0, not_a_product: 0, description: 0 };
  const malformedAt: number[] = [];
  const accepted: OrderLine[] = [];
  let header: readonly string[] | undefined;
  for await (const { fields, line } of rows(handle)) {
    if (header === undefined) {
      header = requireColumns(path, fields);
      continue;
    }
    const found = fields?.length === header.length ? classify(toRow(header, fields)) : "malformed";
    if (typeof found === "object") accepted.push(found);
    else skipped[found] += 1;
    if (found === "malformed") malformedAt.push(line);
  }
  if (header === undefined) throw new OrderFileError(`${path} is empty. It needs a header line and rows.`);
  const lines = skipReasons.reduce((sum, reason) => sum + skipped[reason], accepted.length);
  return { lines, skipped, malformedAt, accepted };
}

interface RawRow {
  /** Undefined for what follows a quotation mark that is never closed: the parser can make no row of it. */
  readonly fields: string[] | undefined;
  /** The line on which it begins. A quoted field may span several. */
  readonly line: number;
}

async function* rows(handle: FileHandle): AsyncGenerator<RawRow> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
  });
  let skips = 0;
  parser.on("skip", () => (skips += 1));
  handle
    .createReadStream({ autoClose: false })
    .on("error", (error) => parser.destroy(error))
    .pipe(parser);
  let line = 1;
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
    yield { fields: record, line };
    line = info.lines + 1;
  }
  if (skips > 0) yield { fields: undefined, line };
}

function requireColumns(path: string, header: readonly string[] | undefined): readonly string[] {
  const missing = columns.filter((column) => !header?.includes(column));
  if (header && missing.length === 0) return header;
  throw new OrderFileError(
    `${path} has no column ${missing.join(", ")}. Its first line must name ${columns.join(", ")}, separated by commas.`,
  );
}

function toRow(header: readonly string[], fields: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, fields[header.indexOf(column)] ?? ""])) as Row;
}

/** How much of a file is searched for a zero byte, which no text has. */
const sniffedBytes = 64 * 1024;

async function openText(path: string): Promise<FileHandle> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new OrderFileError(`${path} cannot be opened (${error.code}). Name a CSV file of orders.`, {
      cause: error,
    });
  });
  const stat = await handle.stat();
  const { buffer, bytesRead } = stat.isFile()
    ? await handle.read(Buffer.alloc(sniffedBytes), 0, sniffedBytes, 0)
    : { buffer: Buffer.of(0), bytesRead: 1 };
  if (!buffer.subarray(0, bytesRead).includes(0)) return handle;
  await handle.close();
  throw new OrderFileError(`${path} is not a text file. Name a CSV file in UTF-8.`);
}
