import lambda from "@opennextjs/aws/overrides/converters/aws-apigw-v2.js";
import type { Converter } from "@opennextjs/aws/types/overrides.js";

import { boundedCacheControl } from "./src/edge/page-age.ts";

/** Turns what the site answers into what Lambda wants, as OpenNext does, but for how long CloudFront may show an old page. */
export const boundedAge: Converter = {
  ...lambda,
  name: "bounded-age",
  convertTo: (result, request) => {
    const said = result.headers["cache-control"];
    if (typeof said !== "string") return lambda.convertTo(result, request);
    const headers = { ...result.headers, "cache-control": boundedCacheControl(said) };
    return lambda.convertTo({ ...result, headers }, request);
  },
};
