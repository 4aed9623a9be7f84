import { expect, test } from "vitest";
import { endingSentence, republishCommand } from "./dead-letter-words.ts";

test("what a reader gave up is published again with time to spare, to whom it reads for", () => {
  const [from, to] = ["2026-11-27T09:00:30.000Z", "2026-11-27T09:01:00.000Z"];
  const span = "--from 2026-11-27T08:59:30Z --to 2026-11-27T09:02:00Z";
  expect(republishCommand("announce", from, to).join(" ")).toBe(
    `npm run republish -- --only announce ${span}`,
  );
  expect(republishCommand("lake", from, to).join(" ")).toBe(`npm run republish -- --only publish ${span}`);
});

test("a redrive that was cut off is not called done", () => {
  expect(endingSentence({ of: "email", moved: 1, ending: "done" })).toBe("1 e-mail put back.");
  expect(endingSentence({ of: "payments", moved: 2_000, ending: "out of time" })).toMatch(
    /^2,000 payments put back, then/,
  );
  expect(endingSentence({ of: "email" })).toMatch(/^Begun and not ended/);
});
