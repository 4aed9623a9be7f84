import { finds, inProduction, withoutInProduction } from "../testing/break.ts";
import type { Inputs } from "../graph/graph.ts";
import { set } from "../testing/graphs.ts";
import { lakeTable } from "./lakeTable.ts";

/** The table with another value for one of its parameters, whose names have dots in them. */
const told = (name: string, value: string) =>
  inProduction("glue", "EventsRaw", (inputs: Inputs) =>
    set("parameters", { ...inputs["parameters"], [name]: value })(inputs),
  );

finds(lakeTable, {
  "no table": () => withoutInProduction("glue", "EventsRaw"),
  "partitions that somebody must add": () => told("projection.enabled", "false"),
  "days written otherwise": () => told("projection.dt.format", "yyyyMMdd"),
  "days that end": () => told("projection.dt.range", "2026-01-01,2026-12-31"),
  "hours that are left out": () => told("projection.hour.range", "1,12"),
  "hours of one digit": () => told("projection.hour.digits", "1"),
  "files looked for elsewhere": () => told("storage.location.template", "s3://other/events/${dt}/${hour}/"),
  "a table over another folder": () =>
    inProduction("glue", "EventsRaw", set("storageDescriptor.location", "s3://other/events")),
});
