import type { Page } from "@playwright/test";

/**
 * Notes what a browser refused on behalf of a policy, in any document that the page opens from now on. Answers all of it,
 * as `directive what on path`, and what the console says of policies.
 */
export async function watchViolations(page: Page): Promise<() => readonly string[]> {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/content security policy|permissions policy/i.test(message.text())) violations.push(message.text());
  });
  await page.exposeFunction("reportViolation", (text: string) => void violations.push(text));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      (globalThis as unknown as { reportViolation: (text: string) => void }).reportViolation(
        `${effectiveDirective} ${blockedURI} on ${location.pathname}`,
      );
    });
  });
  return () => violations;
}
