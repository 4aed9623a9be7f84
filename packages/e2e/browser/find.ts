import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

export interface Browser {
  readonly executablePath: string;
  readonly args: readonly string[];
}

/** Where distributions and vendors put Chrome and Chromium. */
const installed = [
  "/usr/bin/google-chrome",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * Headless Chromium asks its makers' servers for this and that; a test machine may have no way there. Nor has it a graphics
 * card: one that is imitated takes more of a small machine than all stories.
 */
const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-sync",
  "--no-first-run",
];

/**
 * A Chromium for the browser tests, the first that is there: named in `DOORBUSTER_BROWSER`, Playwright's own, an
 * installed one, and last the one that comes as an npm package (Linux on x64), so that a bare machine needs none.
 */
export async function findBrowser(): Promise<Browser> {
  const named = process.env["DOORBUSTER_BROWSER"];
  if (named) return { executablePath: named, args: quiet };
  const found = [chromium.executablePath(), ...installed].find((path) => existsSync(path));
  if (found) return { executablePath: found, args: quiet };
  try {
    const { default: packaged } = await import("@sparticuz/chromium");
    // It is made for Lambda, with everything in one process: that one dies when a second context is opened.
    packaged.setGraphicsMode = false;
    const args = packaged.args.filter((arg) => arg !== "--single-process");
    const executablePath = await packaged.executablePath();
    return { executablePath, args: [...args, ...quiet] };
  } catch (cause) {
    throw new Error(
      "No Chromium found. Install one, run `npx playwright install chromium`, or set DOORBUSTER_BROWSER.",
      {
        cause,
      },
    );
  }
}
