import type { OpenNextConfig } from "@opennextjs/aws/types/open-next.js";

/** How OpenNext makes functions and files for AWS out of the built site. */
const config: OpenNextConfig = {
  default: {
    override: { wrapper: () => import("./open-next.wrapper.ts").then(({ boundedAge }) => boundedAge) },
  },
  dangerous: {
    // It serves `revalidateTag` and `revalidatePath`, which nothing here calls: pages grow old by time alone.
    disableTagCache: true,
  },
};

export default config;
