import type { Simulation } from "../simulation.ts";

/**
 * Runs something every few minutes, whether or not the run before has ended, as EventBridge Scheduler does. It delivers at
 * least once (its User Guide, "What is Amazon EventBridge Scheduler?"): now and then a second run goes beside the first.
 */
export function everyMinutes(simulation: Simulation, minutes: number, name: string, run: () => void): void {
  const { scheduler, random, faults } = simulation;
  const periodMs = minutes * 60_000;
  const tick = () => {
    run();
    if (faults.strikes("redelivery"))
      scheduler.after(random.whole(1, 3_000), `${name} is due once more`, run);
    scheduler.after(periodMs, `${name} is due`, tick);
  };
  scheduler.after(random.whole(0, periodMs), `${name} is due`, tick);
}
