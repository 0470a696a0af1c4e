import { type Say, sayEnglish } from '../say';
import { named } from '../visible';

export type LabelingFileFault = 'unclosedQuote' | 'missingColumn' | 'utf16' | 'unstorableLabel';

/** A file that can't be read or written as a labeling file. The message is fit for users who read English. */
export class LabelingFileError extends Error {
  readonly reason: LabelingFileFault;
  /** 1-based line of the fault. */
  readonly line: number;
  /** 1-based column of the fault, in UTF-16 units. */
  readonly column: number;
  /** The missing column's name or the label that can't be stored; else empty. */
  readonly detail: string;

  constructor(reason: LabelingFileFault, line: number, column: number, detail: string) {
    super(textOf({ reason, line, column, detail }, sayEnglish));
    this.name = 'LabelingFileError';
    this.reason = reason;
    this.line = line;
    this.column = column;
    this.detail = detail;
  }
}

/** The message of any error, in the user's language if it is a LabelingFileError. */
export function labelingFileErrorText(error: unknown, say: Say): string {
  if (error instanceof LabelingFileError) {
    return textOf(error, say);
  }
  return error instanceof Error ? error.message : String(error);
}

function textOf(
  { reason, line, column, detail }: Pick<LabelingFileError, 'reason' | 'line' | 'column' | 'detail'>,
  say: Say,
): string {
  switch (reason) {
    case 'unclosedQuote':
      return say(
        'The quote opened in line {0}, column {1} is never closed, so the rows after it can’t be told apart. Close it in the text editor, then open the file again.',
        line,
        column,
      );
    case 'missingColumn':
      return say(
        'This is not a labeling file: line {0} has no column named “{1}”. A labeling file begins with the columns labeling_set_id and label.',
        line,
        named(detail),
      );
    case 'utf16':
      return say(
        'The file is UTF-16, which AWS Glue does not read. Save it as UTF-8 in the text editor, then open it again.',
      );
    case 'unstorableLabel':
      return say(
        'The label “{0}” of line {1} has a character that a Windows-1252 file can’t hold. Convert the file to UTF-8 first, or choose another label.',
        named(detail),
        line,
      );
  }
}
