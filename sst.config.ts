// oxlint-disable-next-line typescript/triple-slash-reference -- the types of SST's globals, which are no module
/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  async app({ stage }) {
    const { settingsFor } = await import("./packages/infra/src/settings.ts");
    const { region, keepData } = settingsFor(stage);
    return {
      name: "doorbuster",
      home: "aws",
      removal: keepData ? "retain" : "remove",
      protect: keepData,
      providers: { aws: { region, defaultTags: { tags: { application: "doorbuster", stage } } } },
    };
  },

  async run() {
    const hops = await import("./packages/infra/src/hops/index.ts");
    hops.demandOwnStage();
    const settings = hops.settingsFor($app.stage);

    // What everything stands on
    const keys = hops.createKeys(settings);
    const secrets = hops.createSecrets(settings, keys);
    const network = hops.createNetwork(settings);

    // customer ─► CloudFront ─► API Gateway
    const gateway = hops.createGateway(settings, keys);
    const firewall = hops.createFirewall(settings, keys, gateway);
    const doors = hops.createDoors(settings, gateway);
    const urls = hops.siteUrls(doors);
    const mail = hops.createMail(settings);
    const identity = hops.createIdentity(settings, { urls, firewall, mail });

    // DynamoDB ─ stream ─► SNS ─► SQS ─► customers, and ─► Kinesis ─► S3
    const tables = hops.createTables(settings, keys);
    const messages = hops.createMessages(keys);
    const opsTopic = hops.createAlerts(settings, messages.topics.OpsTopic);
    hops.createTextMessages(settings);
    const streams = hops.createStreams(settings, keys);
    const lake = hops.createLake(settings, keys);
    const consumers = hops.createConsumers(settings, streams);
    const stores = { keys, secrets, tables, ...messages, mail, streams, consumers, buckets: lake.buckets };

    // What runs on it, and what calls it
    const functions = hops.createFunctions(settings, { stores, network, urls, identity });
    hops.openRoutes(gateway, settings, { functions, identity, firewall, keys });
    hops.connectTriggers(functions, stores);
    hops.createSites(settings, { doors, urls, gateway, identity, stores, network, opsTopic });

    // Who watches over it
    const watched = { functions, gateway, stores, opsTopic };
    hops.createAlarms(settings, watched);
    hops.createDashboard(settings, watched);
    hops.createAudit(settings, stores);
    hops.createShield(settings, doors);
    hops.createBudget(settings, opsTopic);
    hops.createQuickSight(settings, lake);
    hops.createPipeline(settings, keys);

    return { storefront: urls.storefront, console: urls.console, api: gateway.url };
  },
});
