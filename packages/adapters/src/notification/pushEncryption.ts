import { createCipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import type { PushSubscription } from "@doorbuster/core/notification/message";

/** RFC 8188, section 2.1: salt, record size, length of the key's id, and as that id our public key (RFC 8291, section 4). */
const recordSize = 4096;
const curve = "prime256v1"; // what OpenSSL calls P-256
const tagLength = 16;

/** What is fresh for each message. Given only to hold the result to a published example. */
export interface PushRandomness {
  readonly salt: Buffer;
  /** Scalar of an ephemeral P-256 key. */
  readonly privateKey: Buffer;
}

/**
 * Encrypts a message for one browser: RFC 8291 over the content encoding `aes128gcm` of RFC 8188, in the one record that
 * push services take. Only the browser can read it: its public key and the secret it shared make the key.
 *
 * @throws RangeError when the message is longer than 3,993 bytes
 */
export function encryptPush(
  plaintext: Buffer,
  { p256dh, auth }: PushSubscription["keys"],
  random?: PushRandomness,
): Buffer {
  const ours = createECDH(curve);
  if (random) ours.setPrivateKey(random.privateKey);
  else ours.generateKeys();
  const salt = random?.salt ?? randomBytes(16);
  const [theirKey, ourKey] = [Buffer.from(p256dh, "base64url"), ours.getPublicKey()];
  const { key, nonce } = pushKeys({
    secret: ours.computeSecret(theirKey),
    auth: Buffer.from(auth, "base64url"),
    theirKey,
    ourKey,
    salt,
  });
  const header = Buffer.concat([salt, Buffer.alloc(5), ourKey]);
  header.writeUInt32BE(recordSize, salt.length);
  header.writeUInt8(ourKey.length, salt.length + 4);
  const record = Buffer.concat([plaintext, Buffer.of(2)]); // 2 ends the last record
  if (header.length + record.length + tagLength > recordSize)
    throw new RangeError("the push message is too long");
  const cipher = createCipheriv("aes-128-gcm", key, nonce);
  return Buffer.concat([header, cipher.update(record), cipher.final(), cipher.getAuthTag()]);
}

/** The content key and its nonce (RFC 8291, section 3.4), the same for whoever sends and whoever reads. */
export function pushKeys(parts: {
  /** From one side's private and the other's public key. */
  readonly secret: Buffer;
  readonly auth: Buffer;
  /** The browser's public key. */
  readonly theirKey: Buffer;
  /** The sender's public key. */
  readonly ourKey: Buffer;
  readonly salt: Buffer;
}): { key: Buffer; nonce: Buffer } {
  const { secret, auth, theirKey, ourKey, salt } = parts;
  const derive = (ikm: Buffer, by: Buffer, info: string | Buffer, length: number) =>
    Buffer.from(hkdfSync("sha256", ikm, by, info, length));
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), theirKey, ourKey]);
  const ikm = derive(secret, auth, info, 32);
  return {
    key: derive(ikm, salt, "Content-Encoding: aes128gcm\0", 16),
    nonce: derive(ikm, salt, "Content-Encoding: nonce\0", 12),
  };
}
