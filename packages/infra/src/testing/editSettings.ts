import { readFileSync } from "node:fs";

import type { Plugin } from "esbuild";

import type { Settings } from "../settings.ts";

const signature = "export function settingsFor(stage: string): Settings {";

/** What somebody does who edits the settings: on its way into the bundle the file answers others, whatever the stage. */
export function editSettings(settings: Settings): Plugin {
  return {
    name: "edit-settings",
    setup(build) {
      build.onLoad({ filter: /packages\/infra\/src\/settings\.ts$/ }, ({ path }) => {
        const source = readFileSync(path, "utf8");
        if (!source.includes(signature)) throw new Error(`${path} has no longer: ${signature}`);
        const edited = `${signature}\n  if (stage) return ${JSON.stringify(settings)};`;
        return { contents: source.replace(signature, edited), loader: "ts" };
      });
    },
  };
}
