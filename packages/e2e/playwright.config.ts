import { defineConfig } from "@playwright/test";
import { findBrowser } from "./browser/find.ts";

const buying = /(after-sale|buy|headers|notifications|roles|stripe-fields|surprises)\.spec\.ts$/;
const { executablePath, args } = await findBrowser();

export default defineConfig({
  testDir: "stories",
  globalSetup: "./browser/shop.setup.ts",
  outputDir: "test-results",
  // All stories share one shop. Those that buy watch its numbers, so they come one after another; the rest go on beside them.
  workers: 2,
  projects: [
    { name: "buying", testMatch: buying, workers: 1 },
    { name: "looking", testIgnore: buying, workers: 1 },
  ],
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env["CI"]),
  use: {
    launchOptions: { executablePath, args: [...args] },
    locale: "en-GB",
    timezoneId: "Europe/London",
    screenshot: "only-on-failure",
    // A trace of every story takes a quarter longer; whoever needs one asks: --trace=retain-on-failure.
    trace: "off",
  },
});
