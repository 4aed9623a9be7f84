import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "./decide.ts";
import { channelNames } from "./message.ts";
import { defaultPreferences, noticeKinds, preferencesSchema, type Preferences } from "./preferences.ts";

const night = { from: "22:00", to: "07:00", zone: "Europe/London" };
const inTheNight = Date.parse("2026-01-10T23:00:00.000Z");
const atNoon = Date.parse("2026-01-10T12:00:00.000Z");
const everything: Preferences = {
  email: [...noticeKinds],
  sms: [...noticeKinds],
  push: [...noticeKinds],
  phone: "+447700900123",
  quietHours: night,
};

test("quiet hours hold text messages and pushes until they end, and never an e-mail", () => {
  for (const channel of ["sms", "push"] as const) {
    expect(decide({ channel, kind: "shipped" }, everything, inTheNight)).toEqual({
      kind: "hold",
      until: Date.parse("2026-01-11T07:00:00.000Z"),
    });
    expect(decide({ channel, kind: "shipped" }, everything, atNoon)).toEqual({ kind: "send" });
  }
  expect(decide({ channel: "email", kind: "shipped" }, everything, inTheNight)).toEqual({ kind: "send" });
});

test("the papers of the contract go out by e-mail, whatever was chosen", () => {
  const nothing = { ...everything, email: [], sms: [], push: [] };
  for (const kind of noticeKinds) {
    const paper = kind === "confirmed" || kind === "changed";
    expect(decide({ channel: "email", kind }, nothing, inTheNight).kind).toBe(paper ? "send" : "never");
    expect(decide({ channel: "sms", kind }, nothing, atNoon).kind).toBe("never");
  }
});

test("who never said anything is written to by e-mail alone", () => {
  for (const kind of noticeKinds) {
    expect(channelNames.map((channel) => decide({ channel, kind }, defaultPreferences, atNoon).kind)).toEqual(
      ["send", "never", "never"],
    );
  }
});

const kinds = fc.subarray([...noticeKinds]);
const preferences = fc.record({
  email: kinds,
  sms: kinds,
  push: kinds,
  phone: fc.constant("+447700900123"),
  quietHours: fc.option(fc.constant(night), { nil: undefined }),
});

test("what was not chosen never goes out by text or push, and what is held is sent once its time has come", () => {
  fc.assert(
    fc.property(
      preferences,
      fc.constantFrom("sms" as const, "push" as const),
      fc.constantFrom(...noticeKinds),
      fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2027-01-01") }),
      (chosen, channel, kind, now) => {
        const decision = decide({ channel, kind }, chosen, now);
        expect(decision.kind === "never").toBe(!chosen[channel].includes(kind));
        if (decision.kind !== "hold") return;
        expect(chosen.quietHours).toBeDefined();
        expect(decision.until).toBeGreaterThan(now);
        expect(decide({ channel, kind }, chosen, decision.until)).toEqual({ kind: "send" });
      },
    ),
    { numRuns: 200 },
  );
});

test("text messages want a number", () => {
  const { phone: _, ...without } = everything;
  expect(preferencesSchema.safeParse(everything).success).toBe(true);
  expect(preferencesSchema.safeParse(without).success).toBe(false);
  expect(preferencesSchema.safeParse({ ...without, sms: [] }).success).toBe(true);
});
