import fc from "fast-check";
import { expect, test } from "vitest";
import {
  defaultPreferences,
  noticeKinds,
  preferencesSchema,
  type Preferences,
} from "@doorbuster/core/notification/preferences";
import { preferencesFrom, wishesFrom, withKind } from "./wishes.ts";

const browser = { isSubscribed: true, zone: "Europe/London" };
const blank = wishesFrom(defaultPreferences, { ...browser, isSubscribed: false });

test("a customer who said nothing has everything off, and all kinds ready for when it is switched on", () => {
  expect(blank).toMatchObject({ sms: false, push: false, quiet: false, phone: "" });
  expect(preferencesFrom({ ...blank, sms: true, phone: "0044 (7700) 900-123" })).toEqual({
    ok: true,
    preferences: {
      ...defaultPreferences,
      push: [...noticeKinds],
      sms: [...noticeKinds],
      phone: "+447700900123",
    },
  });
});

test("the courier's number is offered, and used only when texts are asked for", () => {
  const offered = wishesFrom(defaultPreferences, browser, "+447700900123");
  expect(offered.phone).toBe("+447700900123");
  const saved = preferencesFrom(offered);
  expect(saved.ok && saved.preferences.phone).toBe(undefined);
});

test("what is missing is said at its field", () => {
  const wrong = preferencesFrom({ ...blank, sms: true, phone: "12" });
  expect(wrong).toMatchObject({ ok: false, errors: { phone: expect.stringContaining("country code") } });
  const endless = preferencesFrom({ ...blank, quiet: true, from: "22:00", to: "22:00" });
  expect(endless).toMatchObject({ ok: false, errors: { to: expect.any(String) } });
});

test("kinds stay in the order in which they happen", () => {
  const without = withKind(blank, "sms", "shipped", false);
  expect(without.kinds.sms).toEqual(["confirmed", "delivered", "changed"]);
  expect(withKind(without, "sms", "shipped", true).kinds.sms).toEqual(noticeKinds);
});

const kinds = fc.subarray([...noticeKinds], { minLength: 1 });
const stored = fc.record({
  email: fc.subarray([...noticeKinds]),
  sms: kinds,
  push: kinds,
  phone: fc.constant("+447700900123"),
  quietHours: fc.constantFrom(undefined, { from: "21:30", to: "06:00", zone: "Asia/Tokyo" }),
});

test("what is stored comes back unchanged through the form", () => {
  fc.assert(
    fc.property(stored, (preferences: Preferences) => {
      const saved = preferencesFrom(wishesFrom(preferences, browser));
      expect(saved.ok && saved.preferences).toEqual(preferencesSchema.parse(preferences));
    }),
  );
});
