import { partitions } from "@doorbuster/adapters/lake/eventSchema";

import { type Graph, ofType, type Resource } from "../graph/graph.ts";
import { each, type Rule } from "./rule.ts";

/**
 * Athena works the partitions out of their names, so that none has to be added: it finds the files where the writer puts
 * them, looks at every day and hour, and asks for nothing that is not there (Athena user guide, "Partition projection").
 */
export const lakeTable: Rule = (graph) => {
  const tables = ofType(graph, "aws:glue/catalogTable:CatalogTable");
  return [
    ...(tables.length === 0 ? [{ resource: "lake", says: "has no table" }] : []),
    ...each(tables, (table) => projected(graph, table)),
  ];
};

/** As the writer names its folders: `dt=2026-11-27/hour=09`. */
const forms: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  dt: { type: /^date$/, format: /^yyyy-MM-dd$/, range: /^\d{4}-\d\d-\d\d,NOW\+1DAYS$/ },
  hour: { type: /^integer$/, range: /^0,23$/, digits: /^2$/ },
};

function projected(graph: Graph, { inputs }: Resource): string[] {
  const parameters = (inputs["parameters"] ?? {}) as Readonly<Record<string, string>>;
  const said: string[] = [];
  if (parameters["projection.enabled"] !== "true") said.push("knows no partition that nobody added");
  for (const { name } of partitions) {
    for (const [property, form] of Object.entries(forms[name] ?? { type: /./ })) {
      const value = parameters[`projection.${name}.${property}`];
      if (!form.test(value ?? "")) said.push(`works ${name} out by ${property} ${value}`);
    }
  }
  const lake = ofType(graph, "aws:s3/bucket:Bucket").find(({ name }) => name === "LakeBucket");
  const folder = partitions.map(({ name }) => `${name}=\${${name}}`).join("/");
  const place = `s3://${lake?.inputs["bucket"]}/events`;
  if (inputs["storageDescriptor"]?.location !== place) said.push(`does not lie at ${place}`);
  if (parameters["storage.location.template"] !== `${place}/${folder}/`)
    said.push(`looks for files at ${parameters["storage.location.template"]}`);
  return said;
}
