import { Time } from "@doorbuster/web/components/time";
import type { Answers } from "../shell/api.ts";
import { endingSentence, pileWords } from "./dead-letter-words.ts";

type Redrive = Answers["deadLetters"]["list"]["redrives"][number];

/** Who put what back, why and when, the newest first. */
export function Redrives({ redrives }: { readonly redrives: readonly Redrive[] }) {
  return (
    <details className="border-t border-line">
      <summary className="px-4 py-2 text-[0.8125rem] text-ink-muted hover:text-ink">
        Put back before, the newest first
      </summary>
      <ol className="divide-y divide-line border-t border-line">
        {redrives.map((redrive) => (
          <li key={redrive.at + redrive.id} className="px-4 py-2.5">
            <p className="tabular-nums">
              <span className="font-medium">{pileWords[redrive.of].title}:</span> {endingSentence(redrive)}
            </p>
            <p className="break-words text-ink-muted">
              {redrive.reason} · {redrive.actor} · <Time value={redrive.at} />
            </p>
          </li>
        ))}
      </ol>
    </details>
  );
}
