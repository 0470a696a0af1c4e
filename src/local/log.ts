/** Levels of the log, from the most talkative. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What a log line tells besides its message. Never a secret: no keys, no signatures, no query strings, no contents. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Notes an answered refusal: a request that was not believed or not allowed is worth a warning, any other is everyday life. */
export function logRefusal(log: Log, code: string, status: number, requestId: string): void {
  const fields = { requestId, code, status };
  if (status === 403) {
    log.warn('refused a request', fields);
  } else {
    log.debug('answered with an error', fields);
  }
}

/**
 * A log of one JSON object a line: `time` (ISO 8601), `level`, `message`, then the fields. Lines below `level` are left out.
 * `write` takes a whole line with its line end (for a program: `process.stderr.write`).
 */
export function jsonLog(level: LogLevel, write: (line: string) => unknown): Log {
  const least = logLevels.indexOf(level);
  const at =
    (own: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (logLevels.indexOf(own) >= least) {
        write(`${JSON.stringify({ time: new Date().toISOString(), level: own, message, ...fields })}\n`);
      }
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
