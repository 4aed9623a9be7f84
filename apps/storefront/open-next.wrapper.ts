import lambda from "@opennextjs/aws/overrides/wrappers/aws-lambda.js";
import type { Wrapper } from "@opennextjs/aws/types/overrides.js";

import { boundedCacheControl } from "./src/edge/page-age.ts";

/** The site on Lambda, as OpenNext has it there, but for how long CloudFront may show an old page. */
export const boundedAge: Wrapper = {
  ...lambda,
  name: "bounded-age",
  wrapper: (handler, converter) =>
    lambda.wrapper(async (event, options) => {
      const result = await handler(event, options);
      const said = result.headers["cache-control"];
      if (typeof said !== "string") return result;
      return { ...result, headers: { ...result.headers, "cache-control": boundedCacheControl(said) } };
    }, converter),
};
