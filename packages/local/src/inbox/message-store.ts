import { DurableDatabase } from "../service-kit/durable-database.ts";

/** Through which door a message reached its reader. */
export type ChannelName = "email" | "sms" | "push";

/** A message as it was handed over. */
export interface Message {
  readonly id: string;
  readonly channel: ChannelName;
  /** ISO 8601 with milliseconds. */
  readonly acceptedAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text: string | null;
  readonly html: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What a list shows of a message. */
export type MessageSummary = Pick<Message, "id" | "channel" | "acceptedAt" | "to" | "subject" | "tags">;

export interface MessageQuery {
  readonly channel?: string | undefined;
  /** Part of a recipient's address. */
  readonly to?: string | undefined;
  /** Part of the subject. */
  readonly subject?: string | undefined;
  /** Part of either. */
  readonly text?: string | undefined;
  /** Exact values, by name. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly limit: number;
  /** Only messages older than the one of this id. */
  readonly after?: string | undefined;
}

export interface MessagePage {
  /** Newest first. */
  readonly messages: readonly MessageSummary[];
  readonly total: number;
  /** Pass it as `after` for the next page; null on the last. */
  readonly next: string | null;
}

export interface InboxStats {
  readonly messages: number;
  /** One entry for each channel and value of the tag `type`. */
  readonly types: readonly {
    readonly channel: ChannelName;
    readonly type: string;
    readonly messages: number;
    /** Different values of the tag `orderId`. */
    readonly orders: number;
    /** Messages beyond the first for one order. */
    readonly duplicates: number;
  }[];
}

// The columns that lists look at stand before the contents, which may be long.
const schema = `
create table if not exists messages (
  seq integer primary key autoincrement,
  id text not null unique,
  channel text not null,
  recipients text not null,
  subject text not null,
  summary text not null,
  record text not null
);
create table if not exists message_tags (
  name text not null, value text not null, seq integer not null references messages (seq),
  primary key (name, value, seq)
) without rowid;
create index if not exists tags_by_message on message_tags (seq, name, value);
`;

/** Every message that was accepted, in one SQLite file. */
export class MessageStore extends DurableDatabase {
  constructor(file: string) {
    super(file, schema);
  }

  /** Resolves once the message is on disk. */
  add(message: Message): Promise<void> {
    const { id, channel, acceptedAt, to, cc, bcc, subject, tags } = message;
    const summary: MessageSummary = { id, channel, acceptedAt, to, subject, tags };
    return this.write(() => {
      const { lastInsertRowid } = this.statement(
        "insert into messages (id, channel, recipients, subject, summary, record) values (?, ?, ?, ?, ?, ?)",
      ).run(
        id,
        channel,
        [...to, ...cc, ...bcc].join("\n").toLowerCase(),
        subject.toLowerCase(),
        JSON.stringify(summary),
        JSON.stringify(message),
      );
      const addTag = this.statement("insert into message_tags values (?, ?, ?)");
      for (const [name, value] of Object.entries(tags)) addTag.run(name, value, lastInsertRowid);
    });
  }

  get(id: string): Promise<Message | undefined> {
    return this.read(() => {
      const row = this.statement("select record from messages where id = ?").get(id);
      return row && (JSON.parse(String(row["record"])) as Message);
    });
  }

  list(query: MessageQuery): Promise<MessagePage> {
    const { conditions, values } = conditionsOf(query);
    const where = (all: readonly string[]) => (all.length > 0 ? `where ${all.join(" and ")}` : "");
    return this.read(() => {
      const counted = this.statement(`select count(*) as total from messages ${where(conditions)}`).get(
        ...values,
      );
      const older = query.after === undefined ? [] : ["seq < (select seq from messages where id = ?)"];
      const rows = this.statement(
        `select id, summary from messages ${where([...conditions, ...older])} order by seq desc limit ?`,
      ).all(...values, ...(query.after === undefined ? [] : [query.after]), query.limit + 1);
      const page = rows.slice(0, query.limit);
      return {
        messages: page.map((row) => JSON.parse(String(row["summary"])) as MessageSummary),
        total: Number(counted?.["total"]),
        next: rows.length > query.limit ? String(page.at(-1)?.["id"]) : null,
      };
    });
  }

  stats(): Promise<InboxStats> {
    return this.read(() => ({
      messages: Number(this.statement("select count(*) as n from messages").get()?.["n"]),
      types: this.statement(
        `select m.channel, t.value as type, count(*) as messages, count(distinct o.value) as orders,
         count(o.value) - count(distinct o.value) as duplicates
         from message_tags t join messages m on m.seq = t.seq
         left join message_tags o on o.seq = t.seq and o.name = 'orderId'
         where t.name = 'type' group by m.channel, t.value order by m.channel, t.value`,
      ).all() as unknown as InboxStats["types"],
    }));
  }
}

function conditionsOf({ channel, to, subject, text, tags = {} }: MessageQuery) {
  const conditions: string[] = [];
  const values: string[] = [];
  const add = (condition: string, ...given: string[]) => {
    conditions.push(condition);
    values.push(...given);
  };
  if (channel) add("channel = ?", channel);
  if (to) add("instr(recipients, ?) > 0", to.toLowerCase());
  if (subject) add("instr(subject, ?) > 0", subject.toLowerCase());
  if (text) {
    add("(instr(recipients, ?) > 0 or instr(subject, ?) > 0)", text.toLowerCase(), text.toLowerCase());
  }
  for (const [name, value] of Object.entries(tags)) {
    add("seq in (select seq from message_tags where name = ? and value = ?)", name, value);
  }
  return { conditions, values };
}
