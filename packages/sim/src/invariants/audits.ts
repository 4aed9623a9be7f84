import type { AuditReport } from "@doorbuster/core/books/audit";
import { isoTime } from "@doorbuster/core/ports";
import type { Auditor } from "../functions/reconcile.ts";
import type { Simulation } from "../simulation.ts";

const invariant = "the books agree";

/** How long after it happened something is audited. Orders that take longer are looked at again. */
const restMs = 6 * 60_000;

/** The auditor of the books, who must find nothing in a shop in which all is well, whatever goes on and goes wrong. */
export class Audits implements Auditor {
  readonly restMs = restMs;
  readonly #simulation: Simulation;
  #last: AuditReport | undefined;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  tell = (report: AuditReport): void => {
    this.#last = report;
    const [wrong] = report.mismatches;
    if (wrong) this.#simulation.violate(invariant, `the auditor finds ${wrong.key}: ${wrong.what}`);
  };

  /** Whether everything that happened before a moment is audited, and nothing left over. */
  isDone(ms: number): boolean {
    const { through = "", open = 0, busySkus = 0 } = this.#last ?? {};
    return through > isoTime(ms) && open + busySkus === 0;
  }

  /** Once quiet. */
  check(quietSince: number): void {
    if (!this.isDone(quietSince))
      this.#simulation.violate(invariant, `not audited: ${JSON.stringify(this.#last)}`);
  }
}
