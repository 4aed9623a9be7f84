import { chromium } from "@playwright/test";
import { findBrowser } from "./browser/find.ts";
import { readFileSync } from "node:fs";
const urls = JSON.parse(readFileSync("/tmp/cspshop/urls.json","utf8"));
const b = await findBrowser();
const browser = await chromium.launch({ executablePath: b.executablePath, args: [...b.args] });
const page = await browser.newPage();
page.on("console", (m) => console.log("CONSOLE", m.type(), m.text().slice(0,300), m.location().url, m.location().lineNumber, m.location().columnNumber));
page.on("pageerror", (e) => console.log("PAGEERROR", e.stack?.slice(0,800)));
await page.addInitScript(() => addEventListener("securitypolicyviolation", (e) => console.log("VIOL", e.effectiveDirective, e.blockedURI, e.sourceFile, e.lineNumber, e.columnNumber)));
for (const path of process.argv.slice(2)) { console.log("==", path); await page.goto(path.startsWith("c:") ? urls.console + path.slice(2) : urls.storefront + path); await page.waitForTimeout(2500); 
 if (path === "c:/" && await page.getByLabel("Password").count() > 0) { await page.getByLabel("E-mail").fill("operator@example.com"); await page.getByLabel("Password").fill("doorbuster"); await page.getByRole("button",{name:"Sign in",exact:true}).click(); await page.waitForTimeout(4000);} }
await page.screenshot({ path: "/tmp/cspshop/last.png" });
await browser.close();
