import type { Simulation } from "../simulation.ts";

/** Runs something every minute, whether or not the run before has ended, as EventBridge does. */
export function everyMinute(simulation: Simulation, name: string, run: () => void): void {
  const tick = () => {
    run();
    simulation.scheduler.after(60_000, `${name} is due`, tick);
  };
  simulation.scheduler.after(simulation.random.whole(0, 60_000), `${name} is due`, tick);
}
