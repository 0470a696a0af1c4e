/** Why a file can't be a table. The message is fit to be shown. */
export class TableFileError extends Error {
  override readonly name = 'TableFileError';
}
