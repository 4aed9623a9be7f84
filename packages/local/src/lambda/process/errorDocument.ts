/** Lambda's document for a failed invocation. */
export interface ErrorDocument {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** What a handler threw, which may be anything, as Lambda's error document. */
export function errorDocument(thrown: unknown, errorType?: string): ErrorDocument {
  if (!(thrown instanceof Error)) {
    return { errorType: errorType ?? typeof thrown, errorMessage: String(thrown), trace: [] };
  }
  return {
    errorType: errorType ?? thrown.name,
    errorMessage: thrown.message,
    trace: thrown.stack?.split("\n") ?? [],
  };
}
