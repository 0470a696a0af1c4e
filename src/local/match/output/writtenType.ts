/** How a column is written: as a type of the engine's, or as text, then with the first row whose value the type would change. */
export type WrittenType = { readonly type: string } | { readonly type: 'VARCHAR'; readonly row: number };

/**
 * The type to write a column in: its catalog (Hive) type where every cell comes back from it as the same text, or as the same exact
 * number written otherwise (4.1 for 4.10). Leading zeros and signs that a number loses are part of a value. Empty cells are null.
 */
export function writtenType(hive: string, cells: readonly string[]): WrittenType {
  const found = typeOf(hive.toLowerCase().trim());
  if (!found) {
    return { type: 'VARCHAR' };
  }
  const row = cells.findIndex((cell) => cell !== '' && !found.keeps(cell));
  return row < 0 ? { type: found.type } : { type: 'VARCHAR', row };
}

interface EngineType {
  readonly type: string;
  /** Whether a cell would come back from this type as it is. */
  readonly keeps: (cell: string) => boolean;
}

/** What has no counterpart is text: undefined. */
function typeOf(hive: string): EngineType | undefined {
  switch (hive) {
    case 'tinyint':
      return { type: 'TINYINT', keeps: whole(8) };
    case 'smallint':
      return { type: 'SMALLINT', keeps: whole(16) };
    case 'int':
    case 'integer':
      return { type: 'INTEGER', keeps: whole(32) };
    case 'bigint':
    case 'long':
      return { type: 'BIGINT', keeps: whole(64) };
    case 'float':
      return { type: 'FLOAT', keeps: (cell) => keepsBinary(cell, Math.fround(Number(cell)), shortestFloat) };
    case 'double':
      return { type: 'DOUBLE', keeps: (cell) => keepsBinary(cell, Number(cell), String) };
    case 'boolean':
      return { type: 'BOOLEAN', keeps: (cell) => cell === 'true' || cell === 'false' };
    case 'date':
      return { type: 'DATE', keeps: isDate };
    case 'timestamp':
      return { type: 'TIMESTAMP', keeps: isTimestamp };
    default:
      return decimalType(hive);
  }
}

function decimalType(hive: string): EngineType | undefined {
  const match = /^decimal(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?$/.exec(hive);
  const [precision, scale] = [Number(match?.[1] ?? 10), Number(match?.[2] ?? 0)];
  if (!match || precision < 1 || precision > 38 || scale > precision) {
    return undefined;
  }
  const keeps = (cell: string): boolean => {
    const number = /^(-?)(?:0|([1-9]\d*))(?:\.(\d+))?$/.exec(cell);
    const [, sign = '', before = '', fraction = ''] = number ?? [];
    const after = fraction.replace(/0+$/, '');
    const negativeZero = sign !== '' && before === '' && after === '';
    return number !== null && !negativeZero && before.length <= precision - scale && after.length <= scale;
  };
  return { type: `DECIMAL(${precision}, ${scale})`, keeps };
}

function whole(bits: number): EngineType['keeps'] {
  const limit = 1n << BigInt(bits - 1);
  return (cell) => {
    if (!/^(?:0|-?[1-9]\d{0,18})$/.test(cell)) {
      return false;
    }
    const value = BigInt(cell);
    return value < limit && value >= -limit;
  };
}

/** True if the binary number nearest to the cell, written with as few digits as tell it, is the cell's number. */
function keepsBinary(cell: string, value: number, shortest: (value: number) => string): boolean {
  if (cell === 'nan' || cell === 'inf' || cell === '-inf') {
    return true;
  }
  const wanted = exactNumber(cell);
  return wanted !== undefined && Number.isFinite(value) && exactNumber(shortest(value)) === wanted;
}

function shortestFloat(value: number): string {
  let digits = 1;
  while (Math.fround(Number(value.toPrecision(digits))) !== value) {
    digits += 1;
  }
  return value.toPrecision(digits);
}

/** The same text for the same number, however it is written; undefined for what is no plain number. */
export function exactNumber(text: string): string | undefined {
  const match = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) {
    return undefined;
  }
  const [, sign = '', before = '', after = '', exponent = '0'] = match;
  const digits = `${before}${after}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  return significant === ''
    ? `${sign}0`
    : `${sign}${significant}e${Number(exponent) - after.length + digits.length - significant.length}`;
}

function isDate(cell: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(cell) ?? [];
  if (year === undefined || year === '0000') {
    return false;
  }
  const last = month === '02' ? (isLeap(Number(year)) ? 29 : 28) : /^(?:04|06|09|11)$/.test(month ?? '') ? 30 : 31;
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= last;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** As the engine writes timestamps: no zone, no zeros at the end of a fraction, microseconds at most. */
function isTimestamp(cell: string): boolean {
  const [, date, hours] = /^(\S{10}) (\d\d):[0-5]\d:[0-5]\d(?:\.\d{0,5}[1-9])?$/.exec(cell) ?? [];
  return date !== undefined && isDate(date) && Number(hours) < 24;
}
