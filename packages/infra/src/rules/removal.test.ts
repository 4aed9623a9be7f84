import { finds, inProduction, production, types, retaining, withoutInProduction } from "../testing/break.ts";
import { changed, graphOf, set } from "../testing/graphs.ts";
import { removal } from "./removal.ts";

finds(removal, {
  "production that one command removes": () => {
    const graph = production();
    return { ...graph, app: { ...graph.app, protect: false } };
  },
  "production whose data goes with it": () => {
    const graph = production();
    return { ...graph, app: { ...graph.app, removal: "remove" } };
  },
  "a table that goes with its definition": () => retaining(production(), "OrdersTable", false),
  "a key that goes with its definition": () => retaining(production(), "KeyTables", false),
  "a table that can be deleted": () =>
    inProduction("table", "OrdersTable", set("deletionProtectionEnabled", false)),
  "a table that cannot be brought back": () =>
    inProduction("table", "OrdersTable", set("pointInTimeRecovery.enabled", false)),
  "people that can be deleted": () =>
    inProduction("userPool", "StaffUserPool", set("deletionProtection", "INACTIVE")),
  "a lake that can be deleted": () => inProduction("bucket", "LakeBucket", set("forceDestroy", true)),
  "a secret that is gone at once": () =>
    inProduction("secret", "SecretReadTokenKey", set("recoveryWindowInDays", 0)),
  "a lake that forgets what is overwritten": () => withoutInProduction("versioning", "LakeVersioning"),
  "a preview that leaves its data": () => {
    const graph = graphOf("preview");
    return { ...graph, app: { ...graph.app, removal: "retain" } };
  },
  "a preview's table that stays": () => retaining(graphOf("preview"), "OrdersTable", true),
  "a preview's bucket that stays": () =>
    changed(graphOf("preview"), types.bucket, "LakeBucket", set("forceDestroy", false)),
  "a preview's table that cannot be removed": () =>
    changed(graphOf("preview"), types.table, "OrdersTable", set("deletionProtectionEnabled", true)),
});
