/** Something that must hold of a deployed shop. */
export interface Check {
  /** What holds when it passes. */
  readonly name: string;
  /**
   * Answers what is worth knowing beside that, if anything.
   *
   * @throws NotChecked when it cannot be asked here; anything else that is thrown says that it does not hold
   */
  run(): Promise<string | undefined>;
}

/** Why a check was left out. */
export class NotChecked extends Error {
  override readonly name = "NotChecked";
}

export interface Outcome {
  readonly name: string;
  readonly result: "holds" | "fails" | "not checked";
  /** What is worth knowing, what went wrong, or why it was left out. */
  readonly note?: string;
  readonly elapsedMs: number;
}

/** Runs the checks one after another, each whatever became of those before it, and tells each outcome as it comes. */
export async function runChecks(
  checks: readonly Check[],
  tell: (outcome: Outcome) => void,
  now: () => number,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const check of checks) {
    const startedAt = now();
    const outcome = {
      name: check.name,
      ...(await resultOf(check)),
      elapsedMs: Math.round(now() - startedAt),
    };
    tell(outcome);
    outcomes.push(outcome);
  }
  return outcomes;
}

async function resultOf(check: Check): Promise<Pick<Outcome, "result" | "note">> {
  try {
    const note = await check.run();
    return { result: "holds", ...(note !== undefined && { note }) };
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    return { result: error instanceof NotChecked ? "not checked" : "fails", note };
  }
}

/** @throws Error with the sentence when it does not hold */
export function must(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}

const marks = { holds: "✓", fails: "✗", "not checked": "–" } as const;

/** One outcome as people read it. */
export function textOf({ name, result, note, elapsedMs }: Outcome): string {
  const time = result === "not checked" ? "" : ` (${(elapsedMs / 1_000).toFixed(1)} s)`;
  return `${marks[result]} ${name}${time}${note === undefined ? "" : `\n    ${note.replaceAll("\n", "\n    ")}`}`;
}
