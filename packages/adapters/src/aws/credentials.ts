/**
 * Takes the place of the SDK's own chain of credential providers in our bundles (`definitions/bundling.ts`). In Lambda,
 * and in the laptop edition, credentials are in the environment and nowhere else; the chain's other ways (sign-in, SSO,
 * web identity, profiles, instance metadata) would be a fifth of every bundle and never be gone.
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
};
