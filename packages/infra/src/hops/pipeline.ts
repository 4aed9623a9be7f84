import type { Pipeline, Settings } from "../settings.ts";
import type { Keys } from "./keys.ts";
import { createBucket, forgetAfter } from "./lake.ts";

/** What CodeBuild runs: the same tests and the same command as anywhere else. */
const buildSpec = `
version: 0.2
phases:
  install:
    runtime-versions: { nodejs: 24 }
    commands: [npm ci]
  build:
    commands: [npm test, npx sst deploy --stage "$STAGE"]
`;

/**
 * Deploys from inside AWS, by setting: source, then a build that tests and deploys. Its role may do what deploying needs,
 * which is nearly everything; that is the price of a deployer, and why only the named branch is deployed.
 */
export function createPipeline(settings: Settings, keys: Keys): void {
  if (settings.pipeline === undefined) return;
  const artefacts = createBucket("PipelineArtefacts", settings, keys, forgetAfter({ days: 7 }));
  const build = createBuild(settings, keys);
  const role = createRole("Pipeline", "codepipeline.amazonaws.com", [
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
      Resource: [$interpolate`${artefacts.arn}/*`],
    },
    { Effect: "Allow", Action: ["s3:GetBucketVersioning"], Resource: [artefacts.arn] },
    { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: [keys.lake.arn] },
    { Effect: "Allow", Action: ["codebuild:StartBuild", "codebuild:BatchGetBuilds"], Resource: [build.arn] },
    {
      Effect: "Allow",
      // An action of either name counts for connections whose ARN has that name; older connections keep the older one.
      Action: ["codeconnections:UseConnection", "codestar-connections:UseConnection"],
      Resource: [settings.pipeline.connectionArn],
    },
  ]);
  new aws.codepipeline.Pipeline("Pipeline", {
    name: `${$app.name}-${$app.stage}`,
    pipelineType: "V2",
    roleArn: role.arn,
    artifactStores: [
      { type: "S3", location: artefacts.name, encryptionKey: { type: "KMS", id: keys.lake.arn } },
    ],
    stages: [sourceStage(settings.pipeline), deployStage(build)],
  });
}

function sourceStage({ connectionArn, repository, branch }: Pipeline) {
  return {
    name: "Source",
    actions: [
      {
        name: "Source",
        category: "Source",
        owner: "AWS",
        provider: "CodeStarSourceConnection",
        version: "1",
        outputArtifacts: ["source"],
        configuration: { ConnectionArn: connectionArn, FullRepositoryId: repository, BranchName: branch },
      },
    ],
  };
}

function deployStage(build: aws.codebuild.Project) {
  return {
    name: "Deploy",
    actions: [
      {
        name: "TestAndDeploy",
        category: "Build",
        owner: "AWS",
        provider: "CodeBuild",
        version: "1",
        inputArtifacts: ["source"],
        configuration: { ProjectName: build.name },
      },
    ],
  };
}

function createBuild({ logRetentionDays }: Settings, keys: Keys): aws.codebuild.Project {
  const logs = new aws.cloudwatch.LogGroup("PipelineLogs", {
    name: `/aws/codebuild/${$app.name}-${$app.stage}`,
    retentionInDays: logRetentionDays,
    kmsKeyId: keys.logs.arn,
  });
  const role = createRole("PipelineBuild", "codebuild.amazonaws.com", []);
  new aws.iam.RolePolicyAttachment("PipelineBuildDeploys", {
    role: role.name,
    policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
  });
  return new aws.codebuild.Project("PipelineProject", {
    name: `${$app.name}-${$app.stage}`,
    serviceRole: role.arn,
    buildTimeout: 60,
    encryptionKey: keys.lake.arn,
    artifacts: { type: "CODEPIPELINE" },
    environment: {
      type: "LINUX_CONTAINER",
      computeType: "BUILD_GENERAL1_MEDIUM",
      image: "aws/codebuild/amazonlinux-x86_64-standard:6.0",
      environmentVariables: [{ name: "STAGE", value: $app.stage }],
    },
    source: { type: "CODEPIPELINE", buildspec: buildSpec },
    logsConfig: { cloudwatchLogs: { groupName: logs.name } },
  });
}

function createRole(name: string, service: string, statements: object[]): aws.iam.Role {
  return new aws.iam.Role(`${name}Role`, {
    assumeRolePolicy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: service },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": aws.getCallerIdentityOutput().accountId } },
        },
      ],
    }),
    ...(statements.length > 0 && {
      inlinePolicies: [
        { name: "pipeline", policy: $jsonStringify({ Version: "2012-10-17", Statement: statements }) },
      ],
    }),
  });
}
