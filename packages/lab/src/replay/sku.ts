import { skuSchema } from "@doorbuster/core/catalog/product";
import { OrderFileError } from "./orderFile.ts";

/** A run's id is part of its SKUs and of its collection's name, and must leave room for a stock code. */
export const runIdPattern = /^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$/;

/**
 * The SKU under which a run sells a stock code: `<run>_<code>`. A byte that a SKU may not hold is written `_` and two
 * hexadecimal digits, the underscore itself too, so that no two codes share a SKU.
 *
 * @throws OrderFileError when that is longer than a SKU may be
 */
export function skuOf(run: string, stockCode: string): string {
  const sku = `${run}_${escapeBytes(stockCode)}`;
  if (!skuSchema.safeParse(sku).success)
    throw new OrderFileError(`Stock code ${stockCode} is too long for a SKU. Shorten it.`);
  return sku;
}

/** Letters, digits and dashes stay; every other byte becomes `_` and two hexadecimal digits. Reversible. */
export function escapeBytes(text: string): string {
  const bytes = Array.from(Buffer.from(text), (byte) => String.fromCharCode(byte));
  return bytes
    .map((byte) =>
      /[A-Za-z0-9-]/.test(byte) ? byte : `_${byte.charCodeAt(0).toString(16).padStart(2, "0")}`,
    )
    .join("");
}
