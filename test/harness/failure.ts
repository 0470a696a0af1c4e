/** A failure whose message is one line for the person at the terminal: what happened, to what, and the way out. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** One line for the person at the terminal: a Failure says it itself; anything else is a defect and shows its stack. */
export function explain(error: unknown): string {
  if (error instanceof Failure) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
