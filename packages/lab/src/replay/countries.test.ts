import { expect, test } from "vitest";
import { countryCodeOf } from "./countries.ts";

test.each([
  ["United Kingdom", "GB"],
  ["EIRE", "IE"],
  ["RSA", "ZA"],
  ["USA", "US"],
  ["Unspecified", "ZZ"],
  ["European Community", "ZZ"],
  ["Channel Islands", "ZZ"],
  ["constructor", "ZZ"],
  ["", "ZZ"],
])("%s is %s", (name, code) => {
  expect(countryCodeOf(name)).toBe(code);
});
