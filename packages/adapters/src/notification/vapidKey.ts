import * as z from "zod";

/** A P-256 key pair as JWK: by it push services know who sends, and a browser's subscription is bound to it. */
export const vapidKeySchema = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.base64url(),
  y: z.base64url(),
  d: z.base64url(),
});
export type VapidKey = z.infer<typeof vapidKeySchema>;

/** The public half as browsers want it: the uncompressed point, base64url. */
export function vapidPublicKey({ x, y }: Pick<VapidKey, "x" | "y">): string {
  const point = [Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")];
  return Buffer.concat(point).toString("base64url");
}
