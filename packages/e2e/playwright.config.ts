import { defineConfig } from "@playwright/test";
import { findBrowser } from "./browser/find.ts";

const { executablePath, args } = await findBrowser();

export default defineConfig({
  testDir: "stories",
  globalSetup: "./browser/shop.setup.ts",
  outputDir: "test-results",
  // The stories share one shop and watch its numbers: one at a time.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env["CI"]),
  use: {
    launchOptions: { executablePath, args: [...args] },
    locale: "en-GB",
    timezoneId: "Europe/London",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
});
