import { finds, inProduction, production, withoutInProduction } from "../testing/break.ts";
import { set } from "../testing/graphs.ts";
import { mails } from "./mails.ts";

finds(mails, {
  "no sender": () => withoutInProduction("mailIdentity", "MailIdentity"),
  "another sender": () =>
    inProduction("mailIdentity", "MailIdentity", set("emailIdentity", "other@shop.example")),
  "a sender without the configuration": () =>
    inProduction("mailIdentity", "MailIdentity", set("configurationSetName", undefined)),
  "no configuration": () => withoutInProduction("configSet", "MailConfig"),
  "mails to whoever complained": () =>
    inProduction("configSet", "MailConfig", set("suppressionOptions", { suppressedReasons: ["BOUNCE"] })),
  "a sender that others have too": () => {
    const graph = production();
    return { ...graph, settings: { ...graph.settings, mailIdentity: "existing" } };
  },
  "bounces that nobody counts": () =>
    inProduction("configSet", "MailConfig", set("reputationOptions", undefined)),
});
