import { expect, test } from "vitest";
import { parseSmokeOptions, UsageError } from "./options.ts";

test("one address is enough, and a slash at its end is no part of it", () => {
  expect(parseSmokeOptions(["--url", "https://shop.example/"])).toMatchObject({
    url: "https://shop.example",
    "no-order": false,
    "captured-at": "confirmation",
    provider: "https://api.stripe.com",
  });
  const gateway = "https://abc.execute-api.eu-west-1.amazonaws.com/production";
  expect(parseSmokeOptions(["--api", gateway])).toMatchObject({ api: gateway });
});

test.each([
  ["no shop", [], "--url"],
  ["no address", ["--url", "shop.example"], "--url"],
  ["another protocol", ["--api", "ftp://shop.example"], "--api"],
  ["no SKU", ["--url", "https://shop.example", "--sku", "a b"], "--sku"],
  ["another moment", ["--url", "https://shop.example", "--captured-at", "once"], "--captured-at"],
  ["a stage that would match others", ["--url", "https://shop.example", "--stage", ".*"], "--stage"],
  ["an unknown flag", ["--site", "https://shop.example"], "--site"],
])("says what is wrong: %s", (_, args, flag) => {
  const parse = () => parseSmokeOptions(args);
  expect(parse).toThrow(UsageError);
  expect(parse).toThrow(flag);
});

test("helps", () => {
  expect(parseSmokeOptions(["--help"])).toBe("help");
});
