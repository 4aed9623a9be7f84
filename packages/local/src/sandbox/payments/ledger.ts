import { DurableDatabase } from "../../service-kit/durable-database.ts";
import type { Payment, PaymentMethod } from "./payment.ts";
import { givenBack, type Refund } from "./refund.ts";

/** An event exactly as it is listed and delivered. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly [field: string]: unknown;
}

/** The answer that was given under an idempotency key. */
export interface RememberedAnswer {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
}

/** Everything is kept as the JSON of its record; the columns beside it are derived from that, for look-ups and sums. */
const schema = `
create table if not exists payment_methods (id text primary key, record text not null) without rowid;

create table if not exists payments (
  seq integer primary key autoincrement,
  record text not null,
  id text as (record ->> 'id') stored unique,
  created integer as (record ->> 'created') stored,
  status text as (record ->> 'status') stored,
  amount integer as (record ->> 'amount') stored,
  currency text as (record ->> 'currency') stored,
  captured integer as (record ->> 'captured') stored,
  order_id text as (record ->> '$.metadata.order_id') stored
);
create index if not exists payments_by_order on payments (order_id);

create table if not exists refunds (
  seq integer primary key autoincrement,
  record text not null,
  id text as (record ->> 'id') stored unique,
  created integer as (record ->> 'created') stored,
  payment_id text as (record ->> 'paymentId') stored
);
create index if not exists refunds_by_payment on refunds (payment_id);

create table if not exists events (
  seq integer primary key autoincrement,
  record text not null,
  id text as (record ->> 'id') stored unique,
  created integer as (record ->> 'created') stored,
  type text as (record ->> 'type') stored
);

create table if not exists deliveries (
  event_id text primary key references events (id),
  attempts integer not null default 0,
  due_ms integer not null
) without rowid;
create index if not exists deliveries_by_due on deliveries (due_ms);

create table if not exists idempotency_keys (
  key text primary key, fingerprint text not null, status integer not null, body text not null
) without rowid;
`;

export interface ListQuery {
  readonly limit: number;
  /** Only records older than the one of this id. */
  readonly startingAfter: string | undefined;
  /** Bounds on `created`, Unix seconds. */
  readonly created: Readonly<Partial<Record<"gt" | "gte" | "lt" | "lte", number | undefined>>>;
  /** Equality on one of the derived columns. */
  readonly where?: Readonly<Partial<Record<"payment_id" | "type" | "order_id", string>>>;
}

export interface Page<Record> {
  readonly records: readonly Record[];
  readonly hasMore: boolean;
}

type Listable = { payments: Payment; refunds: Refund; events: StoredEvent };

/** What is given back of a payment is said by its refunds alone. */
type StoredPayment = Omit<Payment, "refunded">;

/** The sandbox's book: every payment, refund, event and remembered answer, in one SQLite file. */
export class Ledger extends DurableDatabase {
  /** Milliseconds since the Unix epoch: what is read, is read as it stands at that moment. */
  readonly now: () => number;

  constructor(file: string, now: () => number) {
    super(file, schema);
    this.now = now;
  }

  paymentMethod(id: string): PaymentMethod | undefined {
    return this.#record("select record from payment_methods where id = ?", id);
  }

  savePaymentMethod(method: PaymentMethod): void {
    this.#run(
      "insert into payment_methods values (?, ?) on conflict (id) do update set record = excluded.record",
      method.id,
      JSON.stringify(method),
    );
  }

  payment(id: string): Payment | undefined {
    const stored = this.#record<StoredPayment>("select record from payments where id = ?", id);
    return stored && this.#withRefunds(stored);
  }

  addPayment(payment: Payment): void {
    this.#run("insert into payments (record) values (?)", paymentRecord(payment));
  }

  updatePayment(payment: Payment): void {
    this.#run("update payments set record = ? where id = ?", paymentRecord(payment), payment.id);
  }

  addRefund(refund: Refund): void {
    this.#run("insert into refunds (record) values (?)", JSON.stringify(refund));
  }

  refund(id: string): Refund | undefined {
    return this.#record("select record from refunds where id = ?", id);
  }

  /** In the order in which they were made. */
  refundsOf(paymentId: string): readonly Refund[] {
    const rows = this.statement("select record from refunds where payment_id = ? order by seq").all(
      paymentId,
    );
    return rows.map((row) => JSON.parse(String(row["record"])) as Refund);
  }

  addEvent(event: StoredEvent): void {
    this.#run("insert into events (record) values (?)", JSON.stringify(event));
  }

  /** @param dueMs Unix milliseconds before which it is not delivered */
  queueDelivery(eventId: string, dueMs: number): void {
    this.#run("insert into deliveries (event_id, due_ms) values (?, ?)", eventId, Math.ceil(dueMs));
  }

  answerOf(key: string): RememberedAnswer | undefined {
    const query = this.statement("select fingerprint, status, body from idempotency_keys where key = ?");
    return query.get(key) as RememberedAnswer | undefined;
  }

  rememberAnswer(key: string, { fingerprint, status, body }: RememberedAnswer): void {
    this.#run("insert into idempotency_keys values (?, ?, ?, ?)", key, fingerprint, status, body);
  }

  /** Newest first. `startingAfter` that names nothing gives an empty page. */
  list<Table extends keyof Listable>(table: Table, query: ListQuery): Page<Listable[Table]> {
    const conditions: string[] = [];
    const values: (string | number)[] = [];
    for (const [column, value] of Object.entries(query.where ?? {})) {
      conditions.push(`${column} = ?`);
      values.push(value);
    }
    const operators = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;
    for (const [bound, operator] of Object.entries(operators)) {
      const value = query.created[bound as keyof typeof operators];
      if (value === undefined) continue;
      conditions.push(`created ${operator} ?`);
      values.push(value);
    }
    if (query.startingAfter !== undefined) {
      conditions.push(`seq < (select seq from ${table} where id = ?)`);
      values.push(query.startingAfter);
    }
    const where = conditions.length > 0 ? `where ${conditions.join(" and ")}` : "";
    const rows = this.statement(`select record from ${table} ${where} order by seq desc limit ?`).all(
      ...values,
      query.limit + 1,
    );
    const stored = rows.slice(0, query.limit).map((row) => JSON.parse(String(row["record"])));
    const records = table === "payments" ? stored.map((payment) => this.#withRefunds(payment)) : stored;
    return { records, hasMore: rows.length > query.limit };
  }

  #withRefunds(stored: StoredPayment): Payment {
    return { ...stored, refunded: givenBack(this.refundsOf(stored.id), this.now()) };
  }

  #run(sql: string, ...values: (string | number)[]): void {
    this.statement(sql).run(...values);
  }

  #record<Record>(sql: string, id: string): Record | undefined {
    const row = this.statement(sql).get(id);
    return row ? (JSON.parse(String(row["record"])) as Record) : undefined;
  }
}

function paymentRecord(payment: Payment): string {
  const { refunded: _, ...stored } = payment;
  return JSON.stringify(stored satisfies StoredPayment);
}
