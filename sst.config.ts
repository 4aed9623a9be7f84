/// <reference path="./.sst/platform/config.d.ts" />
export default $config({
  app(input) {
    return { name: "doorbuster", home: "aws", removal: "retain", protect: true };
  },
  async run() {},
});
