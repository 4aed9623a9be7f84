import { finds, production } from "../testing/break.ts";
import { tags } from "./tags.ts";

finds(tags, {
  "no stage in the tags": () => {
    const graph = production();
    return {
      ...graph,
      app: { ...graph.app, providers: { aws: { defaultTags: { tags: { application: "doorbuster" } } } } },
    };
  },
});
