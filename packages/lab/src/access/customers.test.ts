import { exportJWK, generateKeyPair } from "jose";
import { expect, test } from "vitest";
import { tokenVerifier } from "@doorbuster/adapters/access/tokens";
import { signedCustomers } from "./customers.ts";

async function issuer(now: () => number = Date.now) {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const names = { kid: "k1", alg: "ES256" };
  const settings = { issuer: "https://lab.example", audience: "https://api.example" };
  const customers = await signedCustomers({
    ...settings,
    privateJwk: { ...(await exportJWK(privateKey)), ...names },
    now,
  });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), ...names }] };
  return { customers, settings, jwks };
}

test("the shop takes a customer's token for that customer, and for nobody on the staff", async () => {
  const { customers, settings, jwks } = await issuer();
  const verifier = tokenVerifier([{ ...settings, jwks }]);
  expect(await verifier.verify(await customers.tokenFor("13047"))).toMatchObject({
    kind: "user",
    issuer: "https://lab.example",
    subject: "13047",
    groups: [],
  });
});

test("a shop that does not trust the issuer takes none of its tokens", async () => {
  const { customers, settings } = await issuer();
  const token = await customers.tokenFor("13047");
  const { jwks: others } = await issuer();
  await expect(tokenVerifier([]).verify(token)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  await expect(tokenVerifier([{ ...settings, jwks: others }]).verify(token)).rejects.toMatchObject({
    code: "UNAUTHENTICATED",
  });
});

test("a token is used again until it is about to run out", async () => {
  let now = Date.now();
  const { customers } = await issuer(() => now);
  const first = await customers.tokenFor("13047");
  now += 54 * 60_000;
  expect(await customers.tokenFor("13047")).toBe(first);
  now += 2 * 60_000;
  expect(await customers.tokenFor("13047")).not.toBe(first);
});
