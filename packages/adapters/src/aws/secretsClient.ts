import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { clientSettings } from "./clientSettings.ts";

/** In a file of its own: the sites' servers need this client and none of the others. */
export const secretsClient = () => new SecretsManagerClient(clientSettings(3));
