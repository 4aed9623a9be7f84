import { createHash } from "node:crypto";

/**
 * Whether an invoice pays with a card that is declined. Decided by a hash of its number, so that every run with the same
 * share declines the same invoices, and a larger share declines those and more.
 *
 * @param share 0 to 1
 */
export function isDeclined(invoiceNumber: string, share: number): boolean {
  return createHash("sha256").update(invoiceNumber).digest().readUInt32BE(0) < share * 2 ** 32;
}
