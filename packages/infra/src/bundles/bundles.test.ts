import { mkdtempSync, rmSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";

import { bundleBudgetOf } from "@doorbuster/adapters/definitions/bundling";
import {
  type FunctionDefinition,
  type FunctionName,
  functions,
} from "@doorbuster/adapters/definitions/functions";
import { buildFunctions, bundlePath } from "@doorbuster/local/build/functions";
import { startFunction } from "@doorbuster/local/lambda/index";
import { afterAll, beforeAll, describe, expect, onTestFailed, test, vi } from "vitest";

import { rootDir } from "../graph/platform.ts";
import { keysOf } from "../keysOf.ts";
import { coldCalls } from "../testing/cold/calls.ts";
import { type Scene, startScene } from "../testing/cold/scene.ts";
import { graphOf } from "../testing/graphs.ts";
import { type DeployedFunction, deployedFunctions } from "./deployed.ts";
import { buildBySst } from "./sstBuilder.ts";

// Real processes on a machine that others use too: no speed is asserted, only an end.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 });

const names = keysOf(functions);
const folder = mkdtempSync(path.join(tmpdir(), "doorbuster-bundles-"));
const deployed = new Map<
  FunctionName,
  DeployedFunction & { readonly folder: string; readonly handler: string }
>();
let scene: Scene;

beforeAll(async () => {
  scene = await startScene();
  const all = deployedFunctions(graphOf("production"));
  // Linked to what is here in the place of what would be deployed; everything else is as SST was asked.
  const requests = all.map((each) => ({ ...each.build, links: scene.linksOf(each) }));
  const built = await buildBySst(requests, folder);
  for (const [i, each] of all.entries()) {
    const { folder: at = "", handler = "" } = built[i] ?? {};
    deployed.set(each.name, { ...each, folder: at, handler });
  }
});
afterAll(async () => {
  await scene.stop();
  rmSync(folder, { recursive: true, force: true });
});

function deployedAs(name: FunctionName) {
  const found = deployed.get(name);
  if (found === undefined) throw new Error(`${name} was not built`);
  return found;
}

const bundleOf = (name: FunctionName) => path.join(deployedAs(name).folder, "bundle.mjs");

/** The modules that went into a bundle, in their order, by its source map. */
async function modulesOf(bundle: string): Promise<string[]> {
  const { sources } = (await mapOf(bundle)) as { sources: string[] };
  return sources.map((source) => path.relative(rootDir, path.resolve(path.dirname(bundle), source)));
}

const mapOf = async (bundle: string) => JSON.parse(await readFile(`${bundle}.map`, "utf8")) as object;

const sizeOf = async (file: string) => (await stat(file)).size;

describe("SST's own builder", () => {
  // Each has an esbuild of its own, which may say the same in other words, but hardly in more.
  test("makes what the laptop runs: of the same modules, and of the same size to half a per cent", async () => {
    await buildFunctions();
    for (const name of names) {
      const [here, there] = [bundlePath(name), bundleOf(name)];
      expect(await modulesOf(there), name).toEqual(await modulesOf(here));
      expect(Math.abs((await sizeOf(there)) / (await sizeOf(here)) - 1), name).toBeLessThan(0.005);
    }
  });

  test.for(names)(
    "keeps %s within its budget, with its map and its links and nothing else beside it",
    async (name) => {
      const { folder: at, handler } = deployedAs(name);
      expect(handler).toBe("bundle.handler");
      expect((await readdir(at)).sort()).toEqual(["bundle.mjs", "bundle.mjs.map", "resource.enc"]);
      expect(await sizeOf(bundleOf(name))).toBeLessThanOrEqual(bundleBudgetOf(name).bytes);
      expect(await mapOf(bundleOf(name)), "read at each start").not.toHaveProperty("sourcesContent");
      expect(() => createRequire(bundleOf(name)).resolve("zod"), "nothing else can be reached").toThrow();
    },
  );
});

test("what is uploaded has maps without the sources", () => {
  expect(graphOf("production").sourceMap).toEqual({ sources: ["shop.ts"] });
});

const cases = names.flatMap((name) => coldCalls[name].map((call, index) => ({ name, index, ...call })));

test.for(cases)("$name, cold and from its bundle alone, $does", async ({ name, index, arrange }) => {
  const definition: FunctionDefinition = functions[name];
  const trigger = definition.triggers[index];
  const { event, check, until } = await arrange(scene);
  const lines: string[] = [];
  onTestFailed(() => console.log(lines.join("\n")));
  const lambda = await startFunction({
    name,
    bundle: bundleOf(name),
    env: await scene.environmentOf(deployedAs(name)),
    timeoutSeconds: definition.timeoutSeconds,
    memoryMb: definition.memoryMb,
    log: (line) => lines.push(line),
  });
  try {
    const streams = trigger?.kind === "http" && trigger.streaming === true;
    const answer = streams
      ? await textOf((await lambda.invokeStreaming(event)).body, until)
      : await lambda.invoke(event);
    await check(answer, lines);
  } finally {
    await lambda.stop();
  }
});

/** All that a stream says, or as much as it takes until it has said something. */
async function textOf(body: Readable, until: string | undefined): Promise<string> {
  let text = "";
  for await (const part of body as AsyncIterable<Buffer>) {
    text += part.toString();
    if (until !== undefined && text.includes(until)) break;
  }
  return text;
}
