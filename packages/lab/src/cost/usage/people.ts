import type { Usage } from "../bill.ts";
import type { Scene } from "../load.ts";

/** One who builds the dashboard, and those who look at it. */
const quickSight = { authors: 1, readers: 5 };

/** What is paid for by the head. */
export function peopleUsage({ load, settings, assumed }: Scene): Usage {
  return {
    activeUsers: load.ordersPerMonth * assumed.signedInShare,
    ...(settings.quickSight && {
      quickSightAuthors: quickSight.authors,
      quickSightReaders: quickSight.readers,
    }),
  };
}
