/** A failed invocation as Lambda reports it. `errorType` is the field to branch on. */
export class FunctionError extends Error {
  override readonly name = "FunctionError";
  /**
   * The class of the error the handler threw, or what Lambda itself says: `Sandbox.Timedout`, `Runtime.ExitError`
   * (the process died), `Runtime.HandlerNotFound`, `Function.ResponseSizeTooLarge`, and, when the function was not
   * invoked at all, `TooManyRequestsException` (over the reserved concurrency) or `RequestTooLargeException`.
   */
  readonly errorType: string;
  /** The handler's stack, one line an entry. For logs, never for a client. */
  readonly trace: readonly string[];
  readonly requestId: string;

  constructor(
    requestId: string,
    failure: { errorType: string; errorMessage: string; trace?: readonly string[] },
  ) {
    super(failure.errorMessage);
    this.errorType = failure.errorType;
    this.trace = failure.trace ?? [];
    this.requestId = requestId;
  }
}
