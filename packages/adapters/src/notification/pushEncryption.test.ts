import { jwtVerify } from "jose";
import { expect, test } from "vitest";
import { aSubscription } from "@doorbuster/core/notification/testing";
import { encryptPush } from "./pushEncryption.ts";
import { vapidAuthorization } from "./vapid.ts";
import { vapidPublicKey } from "./vapidKey.ts";

const bytes = (text: string) => Buffer.from(text, "base64url");

test("encrypts to the very bytes of the example in RFC 8291, appendix A", () => {
  const message = encryptPush(Buffer.from("When I grow up, I want to be a watermelon"), aSubscription.keys, {
    salt: bytes("DGv6ra1nlYgDCS1FRnbzlw"),
    privateKey: bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
  });
  expect(message.toString("base64url")).toBe(
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
  );
});

test("takes 3,993 bytes, which make the 4,096 that every push service takes, and no more", () => {
  expect(encryptPush(Buffer.alloc(3_993), aSubscription.keys)).toHaveLength(4_096);
  expect(() => encryptPush(Buffer.alloc(3_994), aSubscription.keys)).toThrow(RangeError);
});

test("no two messages look alike", () => {
  const once = () => encryptPush(Buffer.from("the same"), aSubscription.keys).toString("hex");
  expect(once()).not.toBe(once());
});

test("signs for the push service's origin, for less than a day, with the key it shows", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  const key = { kty, crv, x, y, d } as Parameters<typeof vapidAuthorization>[0];
  const now = Date.parse("2026-01-01T00:00:00.000Z");
  const header = await vapidAuthorization(key, aSubscription.endpoint, "mailto:orders@shop.example", now);
  const [, token = "", shown = ""] = /^vapid t=(.*), k=(.*)$/.exec(header) ?? [];
  expect(shown).toBe(vapidPublicKey(key));
  const raw = Buffer.from(await crypto.subtle.exportKey("raw", pair.publicKey)).toString("base64url");
  expect(shown).toBe(raw);
  const { payload } = await jwtVerify(token, pair.publicKey, {
    audience: "https://push.example.net",
    currentDate: new Date(now),
    algorithms: ["ES256"],
  });
  expect(payload.sub).toBe("mailto:orders@shop.example");
  expect(payload.exp).toBeLessThanOrEqual(now / 1000 + 24 * 60 * 60);
});
