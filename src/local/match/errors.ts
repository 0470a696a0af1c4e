/**
 * Something about the job's input that its owner can put right. The message is fit for a task run's ErrorString: it says
 * what is wrong, where (file, row, column) and what to do.
 */
export class MatchInputError extends Error {
  override readonly name = 'MatchInputError';
}
