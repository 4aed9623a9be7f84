import { mapKeys } from "../keysOf.ts";
import { isPersonal } from "../settings.ts";
import { devPorts, type SiteName } from "../sites.ts";
import type { Doors } from "./doors.ts";

/** By which address browsers know each site. */
export type SiteUrls = Readonly<Record<SiteName, $util.Output<string>>>;

/**
 * A site is known by its door. In `sst dev` no site is behind the doors: both run on the developer's machine, and that is
 * where people come back to who sign in, and where links in mails lead. No other stage knows the machine.
 */
export function siteUrls(doors: Doors): SiteUrls {
  return mapKeys(devPorts, (port, name) => ($dev ? $output(`http://localhost:${port}`) : doors[name].url));
}

/**
 * `sst dev` takes a stage's functions and sites away to the developer's machine: from nobody but the developer.
 *
 * @throws in `sst dev` of a stage that others use
 */
export function demandOwnStage(): void {
  if ($dev && !isPersonal($app.stage)) {
    throw new Error(`${$app.stage} is nobody's own: npx sst dev --mode=mono --stage YOUR-NAME`);
  }
}
