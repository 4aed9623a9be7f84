import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type * as z from "zod";

/** JSON, compressed: DynamoDB bills and limits bytes. */
export function pack(value: object): Uint8Array {
  return zstdCompressSync(JSON.stringify(value));
}

export function unpack<T>(packed: Uint8Array, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(zstdDecompressSync(packed).toString()));
}
