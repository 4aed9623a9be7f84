/**
 * Takes the place of the SDK's cache of discovered endpoints in our bundles (`definitions/bundling.ts`): DynamoDB's client
 * makes one even where discovery is switched off, as it always is here, and then never asks it for anything.
 */
export class EndpointCache {}
