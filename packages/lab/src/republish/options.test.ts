import { expect, test } from "vitest";
import { parseRepublishOptions } from "./options.ts";

const now = Date.parse("2026-11-27T12:00:00.000Z");
const parse = (line: string) => parseRepublishOptions(line.split(" "), now);

test("a span is taken in any zone and compared as entries are dated; both targets unless one is named", () => {
  expect(parse("--from 2026-11-27T09:00:00+01:00 --to 2026-11-27T11:30:00Z")).toEqual({
    span: { from: "2026-11-27T08:00:00.000Z", to: "2026-11-27T11:30:00.000Z" },
    targets: ["announce", "publish"],
    dryRun: false,
    stage: undefined,
  });
  expect(
    parse("--from 2026-11-27T09:00:00Z --to 2026-11-27T10:00:00Z --only publish --dry-run --stage prod"),
  ).toMatchObject({ targets: ["publish"], dryRun: true, stage: "prod" });
});

test.each([
  ["BAD_FLAG", "--from 2026-11-27T09:00:00Z"],
  ["BAD_FLAG", "--from 2026-11-27T09:00:00Z --to 2026-11-27T10:00:00Z --only both"],
  ["BAD_FLAG", "--since 2026-11-27T09:00:00Z"],
  ["NOT_A_TIME", "--from yesterday --to 2026-11-27T10:00:00Z"],
  ["NOT_A_TIME", "--from 2026-11-27T09:00:00 --to 2026-11-27T10:00:00Z"],
  ["FROM_NOT_BEFORE_TO", "--from 2026-11-27T10:00:00Z --to 2026-11-27T10:00:00Z"],
  ["IN_THE_FUTURE", "--from 2026-11-27T10:00:00Z --to 2026-11-27T12:00:01Z"],
  ["SPAN_TOO_LONG", "--from 2026-11-26T09:59:59Z --to 2026-11-27T10:00:00Z"],
  ["ANNOUNCED_TOO_LONG_AGO", "--from 2026-10-01T00:00:00Z --to 2026-10-01T01:00:00Z"],
])("%s: %s", (code, line) => {
  expect(() => parse(line)).toThrow(expect.objectContaining({ name: "UsageError", code }));
});

test("a long span that is meant, and an old one that tells nobody again, may be published", () => {
  expect(parse("--from 2026-11-20T00:00:00Z --to 2026-11-27T10:00:00Z --yes")).toMatchObject({
    span: { from: "2026-11-20T00:00:00.000Z" },
  });
  expect(parse("--from 2026-01-01T00:00:00Z --to 2026-01-01T01:00:00Z --only publish")).toMatchObject({
    targets: ["publish"],
  });
});
