import { readFileSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";
process.env["STORY_URLS"] = readFileSync("/tmp/cspshop/urls.json", "utf8");
const { globalSetup: _, ...rest } = base;
export default defineConfig({ ...rest, outputDir: "/tmp/cspshop/results" });
