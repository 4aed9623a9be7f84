import { fileURLToPath } from "node:url";

import { bundlingAliases } from "@doorbuster/adapters/definitions/bundling";
import type { Plugin } from "esbuild";

const places = new Map(
  Object.entries(bundlingAliases).map(([name, place]) => [name, fileURLToPath(import.meta.resolve(place))]),
);

/**
 * For SST's builder, which has no aliases and takes esbuild's plugins from a file. It asks about every module, whatever the
 * filter says, so the look-up stays in here.
 */
const aliases: Plugin = {
  name: "aliases",
  setup(build) {
    build.onResolve({ filter: /.*/ }, (module) => {
      const place = places.get(module.path);
      return place === undefined ? undefined : { path: place };
    });
  },
};

export default [aliases];
