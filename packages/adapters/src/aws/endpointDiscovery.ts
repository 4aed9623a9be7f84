/**
 * Takes the place of the SDK's discovery of endpoints in our bundles (`definitions/bundling.ts`): it is off, as it always
 * is unless somebody switches it on, and DynamoDB's client asks it for nothing but its settings.
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  configFileSelector: () => undefined,
  default: false,
};

export const resolveEndpointDiscoveryConfig = <Config>(config: Config): Config => config;
