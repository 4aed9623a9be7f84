/**
 * Mends a role that SST makes for a function. Its managed policies allow logs and network interfaces on everything, where
 * the grants allow the function's own; and it may be assumed by the whole account, which only `sst dev` needs, so that
 * the developer's machine can take the function's place.
 */
export function mendRole(args: aws.iam.RoleArgs): undefined {
  args.managedPolicyArns = [];
  if ($dev) return;
  args.assumeRolePolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  });
}
