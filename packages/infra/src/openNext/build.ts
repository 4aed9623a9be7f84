import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { rootDir } from "../graph/platform.ts";
import type { SiteName } from "../sites.ts";

/** What OpenNext made of a site. */
export interface BuiltSite {
  /** Where it lies: `apps/<site>/.open-next`. */
  readonly folder: string;
  /** What it says of itself, for SST: `open-next.output.json`. */
  readonly output: unknown;
  /** The function that answers for the site: a module that exports `handler`. */
  readonly server: string;
}

/**
 * Makes functions and files for AWS out of a site, by the site's own `open-next.config.ts`, as SST does when it deploys. Two
 * things are left out, as they change nothing of what is looked at: the site is not built again, and nothing is fetched for
 * the function that would shrink pictures.
 *
 * @throws when the site has not been built
 */
export async function buildForAws(site: SiteName): Promise<BuiltSite> {
  const app = path.join(rootDir, "apps", site);
  if (!existsSync(path.join(app, ".next/standalone"))) {
    throw new Error(`${site} is not built: npx turbo run build --filter=@doorbuster/${site}`);
  }
  await using folder = await mkdtempDisposable(path.join(tmpdir(), `doorbuster-open-next-${site}-`));
  const config = path.join(folder.path, "open-next.config.ts");
  // Named from here: OpenNext bundles what a configuration imports so, and leaves to Node what is named in full.
  const own = path.relative(folder.path, path.join(app, "open-next.config.ts"));
  await writeFile(
    config,
    `import config from ${JSON.stringify(own)};
     export default { ...config, buildCommand: "true", imageOptimization: { ...config.imageOptimization, install: false } };`,
  );
  await promisify(execFile)(
    path.join(rootDir, "node_modules/.bin/open-next"),
    ["build", "--config-path", path.relative(app, config)],
    { cwd: app },
  );
  const built = path.join(app, ".open-next");
  return {
    folder: built,
    output: JSON.parse(await readFile(path.join(built, "open-next.output.json"), "utf8")) as unknown,
    server: path.join(built, "server-functions/default/index.mjs"),
  };
}
