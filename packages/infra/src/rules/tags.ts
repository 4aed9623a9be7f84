import type { Rule } from "./rule.ts";

/** Everything can be told by whose it is, in the bill too: the provider puts the tags on every resource. */
export const tags: Rule = ({ app }) => {
  const given = app.providers["aws"]?.defaultTags?.tags ?? {};
  const wanted = { application: app.name, stage: app.stage };
  return Object.entries(wanted).flatMap(([tag, value]) =>
    given[tag] === value ? [] : [{ resource: "aws provider", says: `the tag ${tag} is not ${value}` }],
  );
};
