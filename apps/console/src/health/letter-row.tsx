import { Time } from "@doorbuster/web/components/time";
import Link from "next/link";
import { entryWords } from "../orders/words.ts";
import { republishCommand } from "./dead-letter-words.ts";
import type { Pile } from "./pile-row.tsx";

type Letter = Pile["letters"][number];

/** What may be shown of a dead letter: nothing of the person it is about. */
export function LetterRow({ letter }: { readonly letter: Letter }) {
  return (
    <li className="py-2.5">
      {letter.kind === "entry" ? (
        <Entry letter={letter} />
      ) : letter.kind === "records" ? (
        <Records letter={letter} />
      ) : (
        <p className="font-medium">A message that nobody can read</p>
      )}
      <p className="text-[0.8125rem] text-ink-muted tabular-nums">
        sent <Time value={letter.sentAt} /> · received{" "}
        {letter.receives === 1 ? "once" : `${letter.receives} times`}, looks included
      </p>
    </li>
  );
}

function Entry({ letter }: { readonly letter: Letter & { readonly kind: "entry" } }) {
  const { type, orderId, eventId, reason } = letter;
  return (
    <>
      <p className="font-medium">{entryWords[type]}</p>
      <p className="identifier break-all">
        <Link href={`/orders/${orderId}`} className="underline underline-offset-4 hover:decoration-2">
          {orderId}
        </Link>
        {eventId.slice(orderId.length)}
      </p>
      <p className="break-words">
        {reason
          ? `Refused for good: ${reason}`
          : "Tried too often, or not taken by its queue; the function's log says more."}
      </p>
    </>
  );
}

function Records({ letter }: { readonly letter: Letter & { readonly kind: "records" } }) {
  const { reader, condition, records, from, to } = letter;
  return (
    <>
      <p className="font-medium">
        {reader} gave up {records === 1 ? "one record" : `${records.toLocaleString("en-GB")} records`}
      </p>
      <p>
        of <Time value={from} format="date" />, <Time value={from} format="time" /> to{" "}
        <Time value={to} format="time" /> · <span className="break-all">{condition}</span>
      </p>
      <p className="mt-1">
        Their orders&rsquo; timelines hold what they said. Whoever runs this shop publishes it again:
      </p>
      <code className="my-1 block rounded-md bg-surface-sunken px-3 py-2 text-[0.8125rem]">
        {republishCommand(reader, from, to).map((part) => (
          // A line may end between flags, not within one.
          <span key={part}>
            <span className="whitespace-nowrap">{part}</span>{" "}
          </span>
        ))}
      </code>
    </>
  );
}
