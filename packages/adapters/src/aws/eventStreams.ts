/**
 * Takes the place of the SDK's part for operations that stream events, such as SubscribeToShard, in our bundles
 * (`definitions/bundling.ts`). We call none; but the clients of Kinesis and S3 ask for it as they are made, so what they ask
 * for must be there.
 */
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

export const eventStreamSerdeProvider = (): never => {
  throw new Error("operations that stream events are not part of our bundles");
};

export class EventStreamSerde {
  constructor() {
    eventStreamSerdeProvider();
  }
}
