/** A table that can't be read as it is declared; the message is fit for a request's error and a task run's ErrorString. */
export class TableError extends Error {
  override readonly name = 'TableError';
}
