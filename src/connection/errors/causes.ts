/** The words of those that failed below, which no user is shown: the SDK's, Node's. */
export function causesOf(error: unknown): string {
  const words: string[] = [];
  for (let cause = at(error); cause instanceof Error && words.length < 5; cause = at(cause)) {
    words.push(cause.message);
  }
  return words.length === 0 ? '' : ` (${words.join(': ')})`;
}

function at(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}
