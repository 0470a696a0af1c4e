import type { Random } from './random';

/** Types of the catalog. */
export const hiveTypes = [
  'string', 'tinyint', 'smallint', 'int', 'bigint', 'float', 'double', 'boolean', 'date', 'timestamp', 'decimal(10,2)',
  'decimal(38,2)', 'decimal(38,0)', 'decimal(5,5)', 'varchar(9)',
] as const; // biome-ignore format: a list
/** Names that columns of people's tables have. */
export const oddNames = [
  'label', 'Label', 'labeling_set_id', 'match_id', 'Match_ID', 'match_id_2', 'match_confidence_score', 'a.b', 'last "name"',
  'Straße, Nr', ' blank ', 'c0', 'rows', 'select', '\u202Ename', 'x\ny', "it's",
] as const; // biome-ignore format: a list
/** Cells that readers, writers and editors are known to change. */
export const oddCells = [
  '', '', ' ', '""', '"', ',', '\r', '\n', '\r\n', ' x ', '\\N', 'NULL', '\0', '\u{1F600}', '=1+1', "'", 'é', 'e\u0301', '\ufeff',
  'nan', '-inf', '0070', '+1', '-0', '1e3', '1E400', '0x1F', '1_000', 'true', 'TRUE', 'epoch', 'infinity', '2020-02-30',
  '2020-01-01 12:30:15+02', '2020-01-01T00:00:00Z', '24:00', '1.239', '.5', '5.', '١', '#', '-- x', '\\"', 'x'.repeat(70_000),
] as const; // biome-ignore format: a list

export function randomDigits(random: Random, most: number): string {
  return Array.from({ length: random.int(1, most) }, () => random.int(0, 9)).join('');
}

/** A cell that may well be of the type, or nearly. */
export function randomCell(random: Random, type: string): string {
  if (random.chance(0.03)) {
    return random.pick(oddCells);
  }
  const sign = random.chance(0.2) ? '-' : '';
  const two = (from: number, to: number) => String(random.int(from, to)).padStart(2, '0');
  switch (type) {
    case 'boolean':
      return random.pick(['true', 'false']);
    case 'date':
      return `${random.pick(['2020', '1999', '0001', '9999', '1582'])}-${two(1, 12)}-${two(1, 31)}`;
    case 'timestamp': {
      const fraction = random.chance(0.3) ? `.${randomDigits(random, 7)}` : '';
      return `20${two(0, 99)}-${two(1, 12)}-${two(1, 28)} ${two(0, 23)}:${two(0, 59)}:${two(0, 59)}${fraction}`;
    }
    case 'float':
      return random.chance(0.5) ? String(Math.fround(random.next() * 100)) : `${sign}${random.int(0, 99_999)}`;
    case 'double':
      return random.chance(0.5)
        ? String(random.next() * 10 ** random.int(-30, 30))
        : `${sign}${randomDigits(random, 18)}`;
    case 'string':
    case 'varchar(9)':
      return Array.from({ length: random.int(0, 4) }, () => random.pick(['a', 'b ', 'Ü', '"', ',', '\n', '1'])).join(
        '',
      );
    default: {
      const whole = String(BigInt(randomDigits(random, random.pick([2, 4, 9, 18, 37]))));
      return `${sign}${whole}${type.startsWith('decimal') && random.chance(0.7) ? `.${randomDigits(random, 3)}` : ''}`;
    }
  }
}
