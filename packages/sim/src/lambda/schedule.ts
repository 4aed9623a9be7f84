import type { Simulation } from "../simulation.ts";

/** Runs something every few minutes, whether or not the run before has ended, as EventBridge does. */
export function everyMinutes(simulation: Simulation, minutes: number, name: string, run: () => void): void {
  const periodMs = minutes * 60_000;
  const tick = () => {
    run();
    simulation.scheduler.after(periodMs, `${name} is due`, tick);
  };
  simulation.scheduler.after(simulation.random.whole(0, periodMs), `${name} is due`, tick);
}
