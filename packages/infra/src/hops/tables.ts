import {
  type KeySchema,
  type TableDefinition,
  type TableName,
  tables,
} from "@doorbuster/adapters/definitions/tables";

import { mapKeys } from "../keysOf.ts";
import type { Settings } from "../settings.ts";
import type { Keys } from "./keys.ts";

export type Tables = Readonly<Record<TableName, sst.aws.Dynamo>>;

/** Every table of the definitions. */
export function createTables(settings: Settings, keys: Keys): Tables {
  return mapKeys<TableName, TableDefinition, sst.aws.Dynamo>(tables, (table, name) => {
    const created = new sst.aws.Dynamo(name, {
      fields: fieldsOf(table),
      primaryIndex: indexOf(table.key),
      globalIndexes: Object.fromEntries(
        Object.entries(table.indexes ?? {}).map(([index, schema]) => [
          index,
          { ...indexOf(schema), projection: schema.projection === "ALL" ? "all" : "keys-only" },
        ]),
      ),
      ...(table.stream !== undefined && { stream: "new-image" }),
      ...(table.ttl !== undefined && { ttl: table.ttl }),
      deletionProtection: settings.keepData,
      transform: { table: (args) => finish(args, settings, keys) },
    });
    scale(name, table, created, settings);
    return created;
  });
}

function fieldsOf({ key, indexes = {} }: TableDefinition): Record<string, "string"> {
  const names = [key, ...Object.values(indexes)].flatMap(({ partition, sort }) =>
    [partition, sort ?? []].flat(),
  );
  return Object.fromEntries(names.map((name) => [name, "string"]));
}

function indexOf({ partition, sort }: KeySchema) {
  return { hashKey: partition, ...(sort !== undefined && { rangeKey: sort }) };
}

/** What SST's component leaves to AWS's defaults. */
function finish(
  args: aws.dynamodb.TableArgs,
  { tables: { capacity, ...rest } }: Settings,
  keys: Keys,
): undefined {
  args.serverSideEncryption = { enabled: true, kmsKeyArn: keys.tables.arn };
  args.pointInTimeRecovery = { enabled: rest.pointInTimeRecovery };
  const warm = rest.warmThroughput && {
    warmThroughput: {
      readUnitsPerSecond: rest.warmThroughput.reads,
      writeUnitsPerSecond: rest.warmThroughput.writes,
    },
  };
  const provisioned = capacity !== "onDemand" && { readCapacity: capacity.min, writeCapacity: capacity.min };
  if (provisioned) args.billingMode = "PROVISIONED";
  Object.assign(args, warm, provisioned);
  // An index has a throughput of its own, and a full one holds up its table.
  args.globalSecondaryIndexes = $output(args.globalSecondaryIndexes).apply((indexes) =>
    (indexes ?? []).map((index) => ({ ...index, ...warm, ...provisioned })),
  );
}

/** Provisioned capacity follows the load between its bounds, for the table and for each index. */
function scale(
  name: TableName,
  definition: TableDefinition,
  table: sst.aws.Dynamo,
  settings: Settings,
): void {
  const { capacity } = settings.tables;
  if (capacity === "onDemand") return;
  const places = [
    { at: "", path: "", kind: "table" },
    ...Object.keys(definition.indexes ?? {}).map((index) => ({
      at: index,
      path: `/index/${index}`,
      kind: "index",
    })),
  ];
  for (const { at, path, kind } of places) {
    for (const direction of ["Read", "Write"]) {
      const target = new aws.appautoscaling.Target(`${name}${at}${direction}Capacity`, {
        serviceNamespace: "dynamodb",
        resourceId: $interpolate`table/${table.name}${path}`,
        scalableDimension: `dynamodb:${kind}:${direction}CapacityUnits`,
        minCapacity: capacity.min,
        maxCapacity: capacity.max,
      });
      new aws.appautoscaling.Policy(`${name}${at}${direction}Scaling`, {
        policyType: "TargetTrackingScaling",
        serviceNamespace: target.serviceNamespace,
        resourceId: target.resourceId,
        scalableDimension: target.scalableDimension,
        targetTrackingScalingPolicyConfiguration: {
          targetValue: capacity.targetPercent,
          predefinedMetricSpecification: { predefinedMetricType: `DynamoDB${direction}CapacityUtilization` },
        },
      });
    }
  }
}
