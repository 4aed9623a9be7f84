"use client";

import type { Redrivable } from "@doorbuster/core/deadLetter/deadLetter";
import { Badge } from "@doorbuster/web/components/badge";
import { formatDuration } from "@doorbuster/web/format/time";
import { useId } from "react";
import type { Answers } from "../shell/api.ts";
import { useMay } from "../shell/use-may.ts";
import { pileWords } from "./dead-letter-words.ts";
import { LetterRow } from "./letter-row.tsx";
import { RedriveDialog } from "./redrive-dialog.tsx";

export type Pile = Answers["deadLetters"]["list"]["piles"][number];

/** One queue of dead letters: how many, how old, a few of them, and the way back. */
export function PileRow({ pile, seenAt }: { readonly pile: Pile; readonly seenAt: number }) {
  const mayPutBack = useMay("ops.deadLetters.redrive");
  const id = useId();
  const { of, depth, underWay, letters } = pile;
  const { title, what } = pileWords[of];
  const isEmpty = depth + underWay === 0;
  return (
    <li aria-labelledby={id} className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 id={id} className="font-medium">
          {title}
        </h3>
        {isEmpty ? (
          <span className="text-ink-muted">none</span>
        ) : (
          <>
            <Badge tone="bad">{(depth + underWay).toLocaleString("en-GB")}</Badge>
            <span className="text-ink-muted tabular-nums max-sm:order-last max-sm:w-full">
              {ageSentence(pile, seenAt)}
            </span>
          </>
        )}
        {mayPutBack && of !== "streams" && <RedriveDialog of={of satisfies Redrivable} depth={depth} />}
      </div>
      {!isEmpty && <p className="mt-1 max-w-prose text-ink-muted">{what}</p>}
      {letters.length > 0 && (
        <details className="mt-2" open={of === "streams"}>
          <summary className="w-fit py-1 text-[0.8125rem] text-ink-muted hover:text-ink">
            {letters.length < depth + underWay
              ? `Look at ${letters.length} of them`
              : letters.length === 1
                ? "Look at it"
                : "Look at them"}
          </summary>
          <ol className="mt-1 divide-y divide-line border-y border-line">
            {letters.map((letter) => (
              <LetterRow key={letter.id} letter={letter} />
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}

/** How long the oldest has been lying there: of those that were looked at, which need not be all. */
function ageSentence({ depth, underWay, letters }: Pile, seenAt: number): string {
  const [oldest] = letters;
  const hidden = underWay > 0 ? `, ${underWay.toLocaleString("en-GB")} of them under way` : "";
  if (oldest === undefined) return `just received by somebody else${hidden}`;
  const age = formatDuration(Math.max(1_000, seenAt - Date.parse(oldest.sentAt)));
  return `the oldest ${letters.length < depth ? "that was looked at " : ""}${age} old${hidden}`;
}
