import { existsSync, watch } from "node:fs";
import { dirname } from "node:path";

/** Resolves when somebody else has made the file. */
export function appears(file: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!existsSync(file)) return;
      watcher.close();
      resolve();
    };
    const watcher = watch(dirname(file), look);
    look();
  });
}
