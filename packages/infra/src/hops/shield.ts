import { capital, keysOf } from "../keysOf.ts";
import type { Settings } from "../settings.ts";
import type { Doors } from "./doors.ts";

/** Shield Standard is there for everybody. Advanced, by setting, in front of both sites. */
export function createShield({ shieldAdvanced }: Settings, doors: Doors): void {
  if (!shieldAdvanced) return;
  for (const name of keysOf(doors)) {
    new aws.shield.Protection(`${capital(name)}Shield`, {
      name: `${$app.name}-${$app.stage}-${name}`,
      resourceArn: doors[name].nodes.cdn.nodes.distribution.arn,
    });
  }
}
