import { createECDH, randomBytes, randomUUID } from "node:crypto";
import type { PushMessage } from "@doorbuster/core/notification/message";
import { DurableDatabase } from "../service-kit/durable-database.ts";

/** What a browser would keep of a subscription, and its push service. Binary values are base64url. */
export interface Subscription {
  readonly id: string;
  /** The sender's public key, to which the subscription is bound (RFC 8292, section 4). */
  readonly applicationServerKey: string;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly auth: string;
}

export interface DeliveredPush {
  readonly seq: number;
  readonly notification: PushMessage["notification"];
}

const schema = `
create table if not exists subscriptions (
  id text primary key,
  record text not null,
  cancelled integer not null default 0
);
create table if not exists deliveries (
  seq integer primary key autoincrement,
  subscription text not null references subscriptions (id),
  notification text not null
);
create index if not exists deliveries_by_subscription on deliveries (subscription, seq);
`;

/** The subscriptions made here, and what was delivered to each, in one SQLite file. */
export class PushStore extends DurableDatabase {
  constructor(file: string) {
    super(file, schema);
  }

  async subscribe(applicationServerKey: string): Promise<Subscription> {
    const pair = createECDH("prime256v1");
    pair.generateKeys();
    const subscription = {
      id: randomUUID(),
      applicationServerKey,
      publicKey: pair.getPublicKey("base64url"),
      privateKey: pair.getPrivateKey("base64url"),
      auth: randomBytes(16).toString("base64url"),
    };
    await this.write(() => {
      this.statement("insert into subscriptions (id, record) values (?, ?)").run(
        subscription.id,
        JSON.stringify(subscription),
      );
    });
    return subscription;
  }

  /** `gone` once it was cancelled; undefined for one that never was. */
  find(id: string): Promise<Subscription | "gone" | undefined> {
    return this.read(() => {
      const row = this.statement("select record, cancelled from subscriptions where id = ?").get(id);
      if (!row) return undefined;
      return row["cancelled"] ? "gone" : (JSON.parse(String(row["record"])) as Subscription);
    });
  }

  cancel(id: string): Promise<void> {
    return this.write(() => {
      this.statement("update subscriptions set cancelled = 1 where id = ?").run(id);
    });
  }

  deliver(id: string, notification: PushMessage["notification"]): Promise<void> {
    return this.write(() => {
      const insert = this.statement("insert into deliveries (subscription, notification) values (?, ?)");
      insert.run(id, JSON.stringify(notification));
    });
  }

  /** What came after `seq`, the oldest first. */
  deliveries(id: string, seq: number): Promise<DeliveredPush[]> {
    return this.read(() =>
      this.statement(
        "select seq, notification from deliveries where subscription = ? and seq > ? order by seq limit 50",
      )
        .all(id, seq)
        .map((row) => ({
          seq: Number(row["seq"]),
          notification: JSON.parse(String(row["notification"])) as PushMessage["notification"],
        })),
    );
  }
}
