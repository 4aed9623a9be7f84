import { expect, test } from "vitest";
import { readTokens } from "./readToken.ts";

const key = (fill: number) => async () => btoa(String.fromCharCode(...new Uint8Array(32).fill(fill)));
const tokens = readTokens(key(1));

test("a retried checkout gets the same token", async () => {
  expect(await tokens.issue("ord_a")).toBe(await readTokens(key(1)).issue("ord_a"));
});

test("a token reads its own order and no other", async () => {
  const token = await tokens.issue("ord_a");
  expect(await tokens.verify("ord_a", token)).toBe(true);
  expect(await tokens.verify("ord_b", token)).toBe(false);
});

test("a token made with another key, a shortened one and an empty one are refused", async () => {
  const token = await tokens.issue("ord_a");
  expect(await readTokens(key(2)).verify("ord_a", token)).toBe(false);
  expect(await tokens.verify("ord_a", token.slice(1))).toBe(false);
  expect(await tokens.verify("ord_a", "")).toBe(false);
});
