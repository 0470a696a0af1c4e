/** Whether an error is the system's, with one of these codes (ENOENT, EEXIST…). */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}

const advice: Readonly<Record<string, string>> = {
  ENOSPC: "The disk that holds Local Glue's data is full. Free some space and try again.",
  EDQUOT: "Your quota on the disk that holds Local Glue's data is used up. Free some space and try again.",
  EROFS: "The disk that holds Local Glue's data is read-only now. Make it writable and try again.",
  EIO: "The disk that holds Local Glue's data reports errors. Check it, and back up what is on it.",
  EMFILE:
    'Local Glue has too many files open. Wait for other task runs to end, or raise the limit (ulimit -n), and try again.',
  ENFILE: 'This machine has too many files open. Close programs and try again.',
};

/** What to tell the user of a disk or a system that refuses more, and what to do; undefined for any other error. */
export function systemAdvice(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? advice[error.code] : undefined;
}

/** The system's error for a full disk, for those who only get its words. */
export const diskFull: Error = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
