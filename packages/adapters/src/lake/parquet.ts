import { zstdCompressSync } from "node:zlib";
import type { SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { columns, type Column, type Field, type LakeRecord } from "./eventSchema.ts";

/** The records as one Parquet file, a row each. The same records give the same bytes. */
export function encodeParquet(records: readonly LakeRecord[]): Uint8Array {
  const buffer = parquetWriteBuffer({
    schema,
    columnData: columns.map(({ name, value }) => ({ name, data: records.map(value) })),
    codec: "ZSTD",
    compressors: { ZSTD: (bytes) => zstdCompressSync(bytes) },
    rowGroupSize: records.length,
  });
  return new Uint8Array(buffer);
}

/**
 * The schema as Parquet has it: a tree, listed root first. Timestamps are milliseconds in UTC in the form that Athena and
 * DuckDB both read as a plain `timestamp`; a list is Parquet's three-level one.
 */
const schema: SchemaElement[] = [
  { name: "event", num_children: columns.length },
  ...columns.flatMap(element),
];

function element(column: Column): SchemaElement[] {
  const { name, type, of = [], nullable = false } = column;
  if (type !== "list") return [leaf({ name, type, nullable })];
  return [
    { name, repetition_type: "REQUIRED", converted_type: "LIST", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", repetition_type: "REQUIRED", num_children: of.length },
    ...of.map(leaf),
  ];
}

function leaf({ name, type, nullable = false }: Field): SchemaElement {
  const repetition_type = nullable ? "OPTIONAL" : "REQUIRED";
  switch (type) {
    case "string":
      return { name, repetition_type, type: "BYTE_ARRAY", converted_type: "UTF8" };
    case "int":
      return { name, repetition_type, type: "INT32" };
    case "bigint":
      return { name, repetition_type, type: "INT64" };
    case "boolean":
      return { name, repetition_type, type: "BOOLEAN" };
    case "timestamp":
      return { name, repetition_type, type: "INT64", converted_type: "TIMESTAMP_MILLIS" };
  }
}
