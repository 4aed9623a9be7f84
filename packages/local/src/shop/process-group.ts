/**
 * Sends a signal to every process of the group that `leader` leads; 0 only asks.
 * Answers whether any process of the group was there.
 */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EPERM") return true;
    return false;
  }
}
