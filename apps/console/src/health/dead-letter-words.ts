import type { Bereaved, Redrive } from "@doorbuster/core/deadLetter/deadLetter";

/** Whose letters died: in a heading, counted, and what they are for. */
export const pileWords: Record<
  Bereaved,
  { readonly title: string; readonly one: string; readonly many: string; readonly what: string }
> = {
  email: { title: "E-mails", one: "e-mail", many: "e-mails", what: "Customers who were not told by e-mail." },
  sms: {
    title: "Text messages",
    one: "text",
    many: "texts",
    what: "Customers who were not told by text message.",
  },
  push: { title: "Pushes", one: "push", many: "pushes", what: "Customers whose browser was not told." },
  payments: {
    title: "Payments",
    one: "payment",
    many: "payments",
    what: "Money to be taken or given back. The sweeper tries the same by itself.",
  },
  streams: {
    title: "Stream readers",
    one: "pointer",
    many: "pointers",
    what: "Records that a reader gave up. There is nothing to put back: these are pointers to where they were in the stream.",
  },
};

/** `3 e-mails`. */
export function counted(of: Bereaved, count: number): string {
  const { one, many } = pileWords[of];
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

/** How putting back ended, in a sentence. */
export function endingSentence({ of, moved, ending }: Pick<Redrive, "of" | "moved" | "ending">): string {
  const done = moved === undefined ? "" : `${counted(of, moved)} put back`;
  switch (ending) {
    case "done":
      return `${done}.`;
    case "out of time":
      return `${done}, then time was up. Put back the rest.`;
    case "failed":
      return `${done}, then the queue did not answer. The rest lies where it lay.`;
    case undefined:
      return "Begun and not ended: it was cut off, or goes on.";
  }
}

/** Time for an event to come into a stream, and for clocks to differ. */
const marginMs = 60_000;

/** The command that publishes again what a reader gave up, with a minute on either side: the words of it that belong together. */
export function republishCommand(reader: string, from: string, to: string): readonly string[] {
  const time = (iso: string, shiftMs: number) =>
    new Date(Date.parse(iso) + shiftMs).toISOString().replace(/\.\d+Z$/, "Z");
  const only = reader === "announce" ? "announce" : "publish";
  return [
    "npm run republish --",
    `--only ${only}`,
    `--from ${time(from, -marginMs)}`,
    `--to ${time(to, marginMs)}`,
  ];
}
