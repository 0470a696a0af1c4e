/** Levels of the log, from the most talkative. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * What a log line tells besides its message. Never a secret: no signatures, no query strings. What users' data says (values, labels,
 * keys of objects, an error's own words) only at level debug, which is off unless asked for.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Notes an answered refusal: a request that failed authentication or is not allowed is worth a warning, any other is routine. */
export function logRefusal(log: Log, code: string, status: number, requestId: string): void {
  const fields = { requestId, code, status };
  if (status === 403) {
    log.warn('refused a request', fields);
  } else {
    log.debug('answered with an error', fields);
  }
}

/** What may be told of an unforeseen error at any level: its kind and where it arose. Its message may hold what a record holds. */
export function traceOf(error: unknown): LogFields {
  if (!(error instanceof Error)) {
    return { error: typeof error };
  }
  const { name, message, stack = '', code, syscall }: NodeJS.ErrnoException = error;
  const frames = stack.slice(stack.indexOf(message) + message.length).split('\n');
  return { error: name, code, syscall, at: frames.flatMap((line) => /^ +at (.+)/.exec(line)?.[1] ?? []).join(' < ') };
}

/** Logs an unforeseen error: what may be told of it, and its words for who asked for them. */
export function logFault(log: Log, message: string, error: unknown, fields: LogFields = {}): void {
  log.error(message, { ...fields, ...traceOf(error) });
  log.debug(message, { ...fields, error: error instanceof Error ? error.message : String(error) });
}

/**
 * A log of one JSON object a line: `time` (ISO 8601), `level`, `message`, then the fields. Lines below `level` are left out.
 * `write` takes a whole line with its line end.
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
