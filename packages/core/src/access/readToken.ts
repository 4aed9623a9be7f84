import { base32 } from "../ids.ts";

const encoder = new TextEncoder();
/** 160 bits of the MAC. */
const tokenLength = 32;

/**
 * Lets a guest read one order. The token is an HMAC-SHA-256 of the order id: nothing is stored, a retried checkout hands
 * out the same token, and a token for one order says nothing about another.
 */
export interface ReadTokens {
  issue(orderId: string): Promise<string>;
  /** Compares in constant time. */
  verify(orderId: string, token: string): Promise<boolean>;
}

/** @param secret answers the key, base64 of at least 32 random bytes; asked once, when the first token is made */
export function readTokens(secret: () => Promise<string>): ReadTokens {
  let key: Promise<CryptoKey> | undefined;
  const issue = async (orderId: string) => {
    key ??= secret()
      .then(importKey)
      .catch((error: unknown) => {
        key = undefined; // one failed reading must not stay the answer
        throw error;
      });
    const mac = await crypto.subtle.sign("HMAC", await key, encoder.encode(`order.read:${orderId}`));
    return base32(new Uint8Array(mac), tokenLength);
  };
  return { issue, verify: async (orderId, token) => sameText(await issue(orderId), token) };
}

function importKey(base64: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/** Time does not tell how many characters were right. */
function sameText(expected: string, given: string): boolean {
  let difference = expected.length ^ given.length;
  for (let i = 0; i < expected.length; i++) difference |= expected.charCodeAt(i) ^ given.charCodeAt(i);
  return difference === 0;
}
