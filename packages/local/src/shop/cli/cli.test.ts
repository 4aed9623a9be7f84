import { expect, test } from "vitest";

import { defaultPorts, maxPortBase, portsFrom } from "../ports.ts";
import { parseFlags } from "./flags.ts";
import { createReporter } from "./reporter.ts";
import { welcome } from "./welcome.ts";

test("takes the documented ports unless told otherwise", () => {
  expect(parseFlags([]).ports).toEqual(defaultPorts);
  expect(parseFlags(["--port-base", "5000"]).ports).toEqual(portsFrom(5000));
});

test.each([
  ["--frsh"],
  ["--port-base"],
  ["--port-base", "80"],
  ["--port-base", "5e3"],
  ["--port-base", `${maxPortBase + 1}`],
  ["now"],
])("refuses %s %s", (...args) => {
  expect(() => parseFlags(args.filter((arg) => typeof arg === "string"))).toThrow(
    expect.objectContaining({ name: "UsageError" }),
  );
});

test("tells of each step once it begins and once it is done, without a terminal", () => {
  const written: string[] = [];
  const reporter = createReporter(
    { write: (text) => written.push(String(text)) > 0, isTTY: false, columns: 0 },
    () => 0,
  );
  reporter.onProgress({ kind: "begin", step: "Building the sites" });
  reporter.onProgress({ kind: "end", step: "Building the sites", elapsedMs: 16_240, note: "unchanged" });
  reporter.close();
  expect(written.join("")).toBe("… Building the sites\n✓ Building the sites 16.2 s (unchanged)\n");
});

test("closes with the addresses, a sign-in for every role, test cards, the data folder and how to stop", () => {
  const urls = {
    storefront: "http://localhost:3000",
    console: "http://localhost:3001",
    api: "http://localhost:4000",
    inbox: "http://localhost:4001",
    sandbox: "http://localhost:4002",
    issuer: "http://localhost:4003",
  };
  const text = welcome({ urls, dataDir: ".local", elapsedMs: 8_000 });
  for (const url of Object.values(urls)) expect(text).toContain(url);
  for (const role of ["customer", "viewer", "operator", "admin"])
    expect(text).toMatch(new RegExp(`${role} +\\S+@`));
  for (const part of ["4242 4242 4242 4242", "4000 0000 0000 0002", ".local", "Ctrl-C"])
    expect(text).toContain(part);
});
