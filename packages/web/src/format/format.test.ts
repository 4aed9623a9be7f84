import { expect, test } from "vitest";
import { formatMoney } from "./money.ts";
import { formatDuration, formatTime } from "./time.ts";

test("money keeps its currency's digits", () => {
  expect(formatMoney({ amount: 1250, currency: "GBP" })).toBe("£12.50");
  expect(formatMoney({ amount: 0, currency: "EUR" })).toBe("€0.00");
  expect(formatMoney({ amount: 1250, currency: "JPY" })).toBe("JP¥1,250");
});

test("a time of day says its zone, in winter and in summer", () => {
  expect(formatTime("2025-11-28T09:00:00.000Z", "Europe/London")).toBe("28 Nov 2025, 09:00 GMT");
  expect(formatTime("2025-06-28T09:00:00.000Z", "Europe/London")).toBe("28 Jun 2025, 10:00 BST");
  expect(formatTime("2025-11-28T09:00:05.000Z", "UTC", "time")).toBe("09:00:05 UTC");
});

test("a duration shows its two largest units", () => {
  expect(formatDuration(950.4)).toBe("950 ms");
  expect(formatDuration(59_400)).toBe("59 s");
  expect(formatDuration(59_900)).toBe("1 min");
  expect(formatDuration(185_000)).toBe("3 min 5 s");
  expect(formatDuration(7_440_000)).toBe("2 h 4 min");
  expect(formatDuration(79 * 3_600_000)).toBe("3 d 7 h");
});
