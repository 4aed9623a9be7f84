import type { ProgressEvent } from "../types.ts";

/** Tells people how a start goes on: a line for each finished step and, on a terminal, what runs now and for how long. */
export interface Reporter {
  readonly onProgress: (event: ProgressEvent) => void;
  /** Takes the moving line away; nothing is drawn afterwards. */
  close(): void;
}

type Output = Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns">;

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMs = 100;
const clearLine = "\r\u001b[2K";

export function createReporter(output: Output, now: () => number): Reporter {
  const running = new Map<string, number>();
  let frame = 0;

  const draw = () => {
    if (running.size === 0) return output.write(clearLine);
    const steps = [...running].map(([step, since]) => `${step} ${seconds(now() - since)}`).join(" · ");
    const line = `${frames[frame % frames.length]} ${steps}`;
    return output.write(clearLine + line.slice(0, (output.columns || 80) - 1));
  };
  const timer = output.isTTY
    ? setInterval(() => {
        frame += 1;
        draw();
      }, frameMs)
    : undefined;

  return {
    onProgress: (event) => {
      if (event.kind === "begin") {
        running.set(event.step, now());
        if (!output.isTTY) output.write(`… ${event.step}\n`);
        return;
      }
      running.delete(event.step);
      const note = event.note === undefined ? "" : ` (${event.note})`;
      const line = `${event.failed === true ? "✗" : "✓"} ${event.step} ${seconds(event.elapsedMs)}${note}`;
      output.write(`${output.isTTY ? clearLine : ""}${line}\n`);
    },
    close: () => {
      clearInterval(timer);
      if (output.isTTY) output.write(clearLine);
    },
  };
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
