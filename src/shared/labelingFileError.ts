export type LabelingFileFault = 'unclosedQuote' | 'missingColumn' | 'utf16' | 'unstorableLabel';

/** A file that can't be read or written as a labeling file. The message is fit for users. */
export class LabelingFileError extends Error {
  readonly reason: LabelingFileFault;
  /** 1-based line of the fault. */
  readonly line: number;
  /** 1-based column of the fault, in UTF-16 units. */
  readonly column: number;

  /** `detail` is the missing column's name or the label that can't be stored. */
  constructor(reason: LabelingFileFault, line: number, column: number, detail: string) {
    super(messageOf(reason, line, column, detail));
    this.name = 'LabelingFileError';
    this.reason = reason;
    this.line = line;
    this.column = column;
  }
}

function messageOf(reason: LabelingFileFault, line: number, column: number, detail: string): string {
  switch (reason) {
    case 'unclosedQuote':
      return `The quote opened in line ${line}, column ${column} is never closed, so the rows after it can't be told apart. Close it in the text editor, then open the file again.`;
    case 'missingColumn':
      return `This is not a labeling file: line ${line} has no column named "${detail}". A labeling file begins with the columns labeling_set_id and label.`;
    case 'utf16':
      return 'The file is in UTF-16, which AWS Glue does not read. Save it as UTF-8 in the text editor, then open it again.';
    case 'unstorableLabel':
      return `The label "${detail}" of line ${line} has a character that a Windows-1252 file can't hold. Convert the file to UTF-8 first, or choose another label.`;
  }
}
