const shardName = (shard: number) => `shard#${String(shard).padStart(2, "0")}`;

export const headKey = (sku: string) => ({ pk: `sku#${sku}`, sk: "head" });
export const shardKey = (sku: string, shard: number) => ({ pk: `sku#${sku}`, sk: shardName(shard) });
export const auditKey = (sku: string, idempotencyKey: string) => ({
  pk: `sku#${sku}`,
  sk: `audit#${idempotencyKey}`,
});

export const shardKeys = (sku: string, shards: number) =>
  Array.from({ length: shards }, (_, shard) => shardKey(sku, shard));
