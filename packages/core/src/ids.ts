import * as z from "zod";

const encoder = new TextEncoder();
const crockford = "0123456789abcdefghjkmnpqrstvwxyz";

/** SHA-256 of the parts, each preceded by its length so that no two lists of parts read the same. */
export async function digest(...parts: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const text = parts.map((part) => `${part.length}:${part}`).join("");
  return new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
}

/** Crockford base32 (no i, l, o, u: safe to read out on the telephone), five bits a character. */
export function base32(bytes: Uint8Array, characters: number): string {
  let out = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5 && out.length < characters) {
      bits -= 5;
      out += crockford[(buffer >> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return out;
}

/** A stable slice of `0 … slices − 1` for a key: spreads one logical list over several partitions. FNV-1a, 32 bit. */
export function sliceOf(key: string, slices: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % slices;
}

/** Bits of `idPosition`. */
export const positionBits = 30;

/**
 * Where an order's id lies among all there can be: 0 … 2^30 − 1. An id is a hash already, so that orders lie evenly. Cut into
 * equal parts it makes the slices of the live counts; of the stream's shards each has such a part, too.
 */
export function idPosition(orderId: string): number {
  let position = 0;
  for (const digit of orderId.slice("ord_".length, "ord_".length + positionBits / 5)) {
    position = position * 32 + crockford.indexOf(digit);
  }
  return position;
}

export const orderIdSchema = z.string().regex(/^ord_[0-9a-hjkmnp-tv-z]{24}$/, "an order id such as ord_…");

/**
 * The order id of a checkout: 120 bits of a hash over who asks and the key of the attempt. A retry, however late and on
 * whichever machine, arrives at the same row, and nobody can arrive at another's by guessing a key.
 */
export async function orderIdOf(scope: string, idempotencyKey: string): Promise<string> {
  return `ord_${base32(await digest("order", scope, idempotencyKey), 24)}`;
}
